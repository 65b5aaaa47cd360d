// A process that opens the store of the directory it is given and accepts and settles events without end. It
// prints the first seq of each acknowledged body on a line of its own; whoever started it kills it.
import { systemClock } from '../../base/clock.ts';
import { openSqliteStore } from '../sqlite.ts';
import { testKey } from './open-store.ts';
import { accepted, acceptRequest, bytesOf, newEvent, settlement } from './samples.ts';

const directory = process.argv[2] ?? '';
const store = await openSqliteStore({ directory, clock: systemClock, masterKey: testKey });

async function acceptForEver(sender: number): Promise<void> {
  for (let body = 0; ; body++) {
    const event = newEvent({ change: bytesOf(`${sender}/${body}/${'x'.repeat(500)}`) });
    const outcome = accepted(await store.events.accept(acceptRequest({ events: [event, event] })));
    process.stdout.write(`${outcome.firstSeq}\n`);
    if (body % 2 === 0) await store.deliveries.settle([settlement([outcome.firstSeq])]);
  }
}

await Promise.all(Array.from({ length: 20 }, (_, sender) => acceptForEver(sender)));
