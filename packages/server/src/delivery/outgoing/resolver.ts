// From a host name to its addresses. Asks the name servers directly instead of through getaddrinfo, for three
// reasons: getaddrinfo holds one of four threads while a name server is silent, so a few slow names would stop
// every look-up, file read and password check of the process; it may append a search domain; it caches the
// server list for good, so a laptop that changed networks would stay deaf. /etc/hosts is not read.
import { Resolver } from 'node:dns/promises';
import { isLocalhost } from './host-name.ts';

/** An empty list means that the name has no address, or that nobody could say. */
export type Resolve = (hostname: string) => Promise<string[]>;

/** Both together stay below the deadline of an attempt; c-ares doubles the pause for the second try. */
const answerTimeoutMs = 2_000;
const triesPerServer = 2;

/** `servers`: instead of the system's name servers, as `address:port`. */
export function createResolver({ servers }: { servers?: readonly string[] } = {}): Resolve {
  return async (hostname) => {
    if (isLocalhost(hostname)) return ['127.0.0.1', '::1'];
    // A new one each time reads the system's configuration anew; look-ups are as rare as connections.
    const resolver = new Resolver({ timeout: answerTimeoutMs, tries: triesPerServer });
    if (servers) resolver.setServers(servers);
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}
