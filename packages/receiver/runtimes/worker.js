// Under workerd, the runtime of Cloudflare Workers.
import { endpoint } from './endpoint.js';

export default {
  fetch: endpoint({ waitUntil: (_request, _env, context) => (work) => context.waitUntil(work) }),
};
