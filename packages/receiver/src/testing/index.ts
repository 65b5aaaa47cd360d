// The entry `@wahook/receiver/testing`: what tests of an app need to receive notifications without the platform.
// For Node, because the samples are files of the package and signing is done by node:crypto.
export { deliver, handshake, type Sendable, type SignedRequest, signed, wireBytes } from './deliver.ts';
export type { MessageDraft, StatusDraft, StatusKind } from './drafts.ts';
export { batch, type NotificationBuilder, type NotificationOptions, notification } from './notification.ts';
export {
  type ChangeOf,
  type EntryOf,
  type NotificationOf,
  type SampleFolder,
  type SampleName,
  type SampleOf,
  sample,
  samples,
  sampleText,
} from './samples.ts';
