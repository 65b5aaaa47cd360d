// What an id on the wire may look like. Ids are text: as JSON numbers, those above 2^53 would be rounded to
// the id of somebody else. Digits only, so that an id is also safe in a URL, a log line and a database column.
import { idLengthMax } from './limits.ts';

/** Account, business and phone number ids: 1 to 32 digits. Dashboard tests use "0". */
export const idPattern = new RegExp(`^[0-9]{1,${idLengthMax}}$`);
