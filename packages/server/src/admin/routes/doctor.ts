// Examinations of endpoints: begun here, watched by asking again. The secret is the caller's to type: nothing is
// signed with a secret that is kept here, so that no key can be made to sign for an endpoint of somebody else.
import type { FastifyInstance } from 'fastify';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { listOf, matching, optional, readBody, text, withDefault } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';

const address = text(2048);
const names = withDefault(
  listOf(matching(/^[a-z0-9-]{1,100}$/, 'the id of a check or group'), { lengthMax: 200 }),
  [],
);

export function mountDoctor(api: FastifyInstance, deps: AdminDeps): void {
  const { doctor } = deps;

  api.post('/doctor', needs('operate'), async (request, reply) => {
    const { url, secret, verify_token, only, skip, observe_url } = readBody(bodyOf(request), {
      url: address,
      secret: text(500),
      verify_token: text(500),
      only: names,
      skip: names,
      observe_url: optional(address),
    });
    const started = doctor.start({
      url,
      secret,
      verifyToken: verify_token,
      only,
      skip,
      observeUrl: observe_url,
    });
    if (!started.ok) throw problem(started.code, started.detail);
    await noteChange(deps, request, {
      action: 'doctor.started',
      subject: new URL(url).origin,
      details: { run: started.id },
    });
    return reply.code(202).send(doctor.show(started.id));
  });

  // Operators' as well: what an endpoint answered may say more about it than who may look at deliveries sees.
  api.get('/doctor', needs('operate'), async () => ({ data: doctor.list() }));

  api.get<{ Params: { run: string } }>('/doctor/:run', needs('operate'), async ({ params }) => {
    const run = doctor.show(params.run);
    if (!run)
      throw problem('unknown_doctor_run', `There is no examination ${params.run.slice(0, 40)} any more.`);
    return run;
  });
}
