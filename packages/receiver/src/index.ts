// The public face of @wahook/receiver. Adapters have entry points of their own (`/fetch`, `/node`), and the
// modules of the wire protocol are under `/protocol/*`.
export type * from './payload/index.ts';
export { type Field, fieldNames, fields, findField } from './protocol/fields.ts';
export { sign, verifySignature } from './protocol/signature.ts';
export type { ReceivedChange, ReceivedNotification } from './receiver/notification.ts';
export type { Answer, Outcome, RefusalReason } from './receiver/outcome.ts';
export {
  createReceiver,
  type ReceivedRequest,
  type Receiver,
  type ReceiverOptions,
} from './receiver/receiver.ts';
