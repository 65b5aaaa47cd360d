// What a store tells whoever runs it, beside the answers to its callers. The words are for a log line.

export interface StoreNotice {
  kind:
    | 'unclean_start' // the last process did not close the store; the database was checked
    | 'log_missing' // nor is the log of its newest commits there
    | 'disk_full' // once, when it begins
    | 'disk_recovered'
    | 'disk_low' // once, when it begins: new events are refused before the disk is full
    | 'disk_enough' // and when it ends
    | 'ballast_given_up' // the reserve is used for settling and pruning
    | 'dead_letters_removed' // for their age; nobody can replay them any more
    | 'retention_overfull' // the bound on size cannot be kept: what is left must stay
    | 'storage_error' // a commit failed for another reason
    | 'settlement_refused' // a settlement that can never be stored; its caller's promise was rejected
    | 'callback_failed'; // a consumer or listener threw; the store went on
  message: string;
  cause?: unknown;
}

export type OnNotice = (notice: StoreNotice) => void;
