// What a field may be called. Apart from the catalogue, which nobody needs who only receives.
import { fieldNameLengthMax } from './limits.ts';

/** The form of a field name, known or not. Leading letter, so `__proto__` can never be one. */
export const fieldNamePattern = new RegExp(`^[a-z][a-z0-9_]{0,${fieldNameLengthMax - 1}}$`);
