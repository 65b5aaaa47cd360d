// What a store tells whoever runs it, beside the answers to its callers. The words are for a log line.

export interface StoreNotice {
  kind:
    | 'unclean_start' // the last process did not close the store; the database was checked
    | 'disk_full' // once, when it begins
    | 'disk_recovered'
    | 'storage_error' // a commit failed for another reason
    | 'settlement_refused' // a settlement that can never be stored; its caller's promise was rejected
    | 'callback_failed'; // a consumer or listener threw; the store went on
  message: string;
  cause?: unknown;
}

export type OnNotice = (notice: StoreNotice) => void;
