// The store on SQLite keeps what the interface promises.
import { storeConformance } from './conformance.ts';
import { openTestStore } from './test/open-store.ts';

storeConformance('SQLite', openTestStore);
