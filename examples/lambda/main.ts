// A webhook endpoint as an AWS Lambda function, behind API Gateway, a function URL or a load balancer. Bundle it
// (`esbuild main.ts --bundle --platform=node --format=esm --outfile=index.mjs`), name `index.handler` as handler,
// and set APP_SECRET and VERIFY_TOKEN in the function's environment.
import { createReceiver } from '@wahook/receiver';
import { toLambdaHandler } from '@wahook/receiver/lambda';

const receiver = createReceiver({
  appSecret: process.env.APP_SECRET ?? '',
  verifyToken: process.env.VERIFY_TOKEN ?? '',
})
  .on('messages.text', ({ from, text }) => console.log(`${from} writes: ${text.body}`))
  .on('statuses.failed', ({ id, errors = [] }) =>
    console.log(`${id} failed:`, errors.map(({ title }) => title).join(', ')),
  )
  // A line in the log for every item, of any kind: what `wahook doctor --observe-log` reads.
  .onAny(({ key }) => console.log(`handled ${key}`));

export const handler = toLambdaHandler(receiver);
