// The public face of @wahook/receiver. Adapters, the shared dedupe stores and the modules of the wire protocol have
// entry points of their own (`/node`, `/fetch`, `/dedupe`, `/protocol/*`), so that nobody loads what is not used.
export { type MemoryDedupeOptions, memoryDedupe } from './dedupe/memory.ts';
export type { DedupeStore, DedupeVerdict, MaybePromise } from './dedupe/store.ts';
export type * from './payload/index.ts';
export type { ReceivedChange } from './receiver/change.ts';
export { conversationKeys } from './receiver/conversation-key.ts';
export { dedupeKey } from './receiver/dedupe-key.ts';
export { exactInteger } from './receiver/exact-integer.ts';
export type {
  AnyItem,
  ContentOf,
  HandlerName,
  Item,
  ItemFacts,
  KindName,
  ListName,
  NumberMetadata,
  ReceivedContact,
  UnheardItem,
} from './receiver/item.ts';
export { itemsOf } from './receiver/items.ts';
export {
  type ChangedField,
  type NotificationCode,
  type NotificationRead,
  type NotificationRefusal,
  type ReceivedNotification,
  readNotification,
} from './receiver/notification.ts';
export type { Answer, Outcome, RefusalReason, Unavailable } from './receiver/outcome.ts';
export {
  createReceiver,
  type HandlerResult,
  type ReceivedRequest,
  type Receiver,
  type ReceiverOptions,
} from './receiver/receiver.ts';
export { advancesStatus, paymentStatusOrder, statusOrder } from './receiver/status-order.ts';
