// Every field, in the order of the pages: the head of the catalogue.
import {
  accountAlerts,
  accountReviewUpdate,
  accountSettingsUpdate,
  businessCapabilityUpdate,
  businessStatusUpdate,
  consumerProfile,
} from './parts/account.ts';
import { accountUpdateField } from './parts/account-update.ts';
import { flows, partnerSolutions, paymentConfigurationUpdate } from './parts/business.ts';
import { calls } from './parts/calls.ts';
import { messageEchoes, smbMessageEchoes } from './parts/echoes.ts';
import { automaticEvents, trackingEvents } from './parts/events.ts';
import { groupFields } from './parts/groups.ts';
import { history } from './parts/history.ts';
import { messages } from './parts/messages.ts';
import {
  businessUsernameUpdates,
  phoneNumberNameUpdate,
  phoneNumberQualityUpdate,
  phoneNumberUsernameUpdate,
  security,
} from './parts/phone-number.ts';
import { messagingHandovers, standby } from './parts/standby.ts';
import {
  campaignStatusUpdate,
  templateCategoryDetection,
  templateCategoryUpdate,
  templateComponentsUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
} from './parts/templates.ts';
import { smbAppStateSync, userIdUpdate, userPreferences } from './parts/user-fields.ts';
import type { FieldEntry } from './shapes.ts';

export const fieldEntries: readonly FieldEntry[] = [
  messages,
  messageEchoes,
  smbMessageEchoes,
  history,
  smbAppStateSync,
  standby,
  messagingHandovers,
  calls,
  ...groupFields,
  userPreferences,
  userIdUpdate,
  automaticEvents,
  trackingEvents,
  consumerProfile,
  accountAlerts,
  accountReviewUpdate,
  accountSettingsUpdate,
  accountUpdateField,
  businessCapabilityUpdate,
  businessStatusUpdate,
  businessUsernameUpdates,
  campaignStatusUpdate,
  flows,
  templateComponentsUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
  partnerSolutions,
  paymentConfigurationUpdate,
  phoneNumberNameUpdate,
  phoneNumberQualityUpdate,
  phoneNumberUsernameUpdate,
  security,
  templateCategoryUpdate,
  templateCategoryDetection,
].toSorted((a, b) => a.name.localeCompare(b.name));
