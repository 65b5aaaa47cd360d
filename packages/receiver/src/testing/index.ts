// The entry `@wahook/receiver/testing`: what tests of an app need to receive notifications without the platform.
// For Node, because the samples are files of the package and signing is done by node:crypto.
export { deliver, handshake, type Sendable, type SignedRequest, signed, wireBytes } from './deliver.ts';
export {
  batch,
  type MessageDraft,
  type NotificationBuilder,
  type NotificationOptions,
  notification,
  type StatusDraft,
  type StatusKind,
} from './notification.ts';
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
