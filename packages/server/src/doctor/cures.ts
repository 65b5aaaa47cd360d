// How to mend what a check found, for the framework that answered where that is known, and for any other in general.
// Each text says what to write, not only what is wrong.
import type { Framework } from './framework.ts';

export type Cure = keyof typeof cures;

type Texts = { general: string } & Partial<Record<Framework, string>>;

const cures = {
  raw_body: {
    general:
      'Compute the HMAC over the raw bytes of the request, before any JSON parser touches them, keyed with the app secret.',
    express:
      "Keep the raw bytes: app.use('/webhook', express.raw({ type: '*/*', limit: '3mb' })) before express.json(), hash req.body (a Buffer), then JSON.parse it.",
    nest: 'Start with NestFactory.create(AppModule, { rawBody: true }), and hash req.rawBody instead of the parsed body.',
    fastify:
      "Keep the raw bytes: fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 3145728 }, (req, body, done) => done(null, body)); hash the Buffer, then JSON.parse it.",
    hono: 'Hash what await c.req.arrayBuffer() gives, and JSON.parse the same bytes; do not call c.req.json() first.',
    next: 'In a route handler hash what await request.arrayBuffer() gives; in pages/api export config = { api: { bodyParser: false } } and read the stream.',
    lambda:
      'Hash event.body as it is (Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8")), before JSON.parse.',
    flask: 'Hash request.get_data(cache=True), not json.dumps(request.json).',
    fastapi: 'Hash await request.body() (bytes), not json.dumps of the parsed model.',
    django: 'Hash request.body (bytes) before json.loads.',
    php: "Hash file_get_contents('php://input'), not json_encode of the decoded body.",
    laravel: 'Hash $request->getContent(), not json_encode($request->all()).',
    rails: 'Hash request.raw_post, not params.to_json.',
    go: 'Read the body once with io.ReadAll(r.Body), hash those bytes, then json.Unmarshal them.',
    spring: 'Take @RequestBody byte[] body, hash it, then let ObjectMapper read it.',
    aspnet: 'Call Request.EnableBuffering(), read Request.Body to a byte[], hash that, then deserialize.',
  },
  secret: {
    general:
      'Compare the app secret (App dashboard > App settings > Basic > App secret) with the one the endpoint is configured with; it is the secret of the app, not an access token and not the verify token.',
  },
  digest: {
    general:
      "Compute hex(HMAC-SHA256(raw body, app secret)), in lower case, and compare it with what follows 'sha256=' in X-Hub-Signature-256.",
  },
  saved_bytes: {
    general:
      'Either the file is not what came (editors, terminals and logs change line ends, marks and escapes), or the app changed the body before it hashed it. Save the raw bytes of the request before any parser, and hash the very same.',
  },
  refuse_forgery: {
    general:
      "Answer 401 unless X-Hub-Signature-256 is 'sha256=' and exactly 64 hex digits that equal the HMAC-SHA256 of the raw body; compare in constant time, and let nothing through without the header.",
    express:
      "Before any handler: const sent = Buffer.from(req.get('x-hub-signature-256') ?? ''); const made = Buffer.from('sha256=' + createHmac('sha256', secret).update(rawBody).digest('hex')); if (sent.length !== made.length || !timingSafeEqual(sent, made)) return res.sendStatus(401).",
    flask:
      "if not hmac.compare_digest('sha256=' + hmac.new(secret, request.get_data(), 'sha256').hexdigest(), request.headers.get('X-Hub-Signature-256', '')): abort(401)",
    fastapi:
      "if not hmac.compare_digest('sha256=' + hmac.new(secret, await request.body(), 'sha256').hexdigest(), request.headers.get('x-hub-signature-256', '')): raise HTTPException(401)",
    php: "if (!hash_equals('sha256=' . hash_hmac('sha256', $rawBody, $secret), $_SERVER['HTTP_X_HUB_SIGNATURE_256'] ?? '')) { http_response_code(401); exit; }",
    go: 'Use hmac.Equal on the decoded digest, and http.Error(w, "", 401) when the header is missing or differs.',
  },
  challenge: {
    general:
      'Answer the GET with status 200, content type text/plain and exactly the value of hub.challenge.',
    express: "res.type('text').send(req.query['hub.challenge'])",
    nest: "Return the challenge from a @Get() handler with @Header('content-type', 'text/plain').",
    fastify: "reply.type('text/plain').send(request.query['hub.challenge'])",
    hono: "return c.text(c.req.query('hub.challenge') ?? '')",
    next: "return new Response(searchParams.get('hub.challenge'), { headers: { 'content-type': 'text/plain' } })",
    lambda:
      "return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: event.queryStringParameters['hub.challenge'] }",
    flask: "return request.args['hub.challenge'], 200, {'content-type': 'text/plain'}",
    fastapi: "return PlainTextResponse(request.query_params['hub.challenge'])",
    django: "return HttpResponse(request.GET['hub.challenge'], content_type='text/plain')",
    php: "header('content-type: text/plain'); echo $_GET['hub_challenge']; (PHP writes dots of names as underscores)",
    laravel: "return response($request->query('hub_challenge'), 200)->header('content-type', 'text/plain');",
    rails: "render plain: params['hub.challenge']",
  },
  token_differs: {
    general:
      'Compare the value of --verify-token (verify_token over the API) with the one that the app is configured with, letter by letter, blanks and quotes included. If they are the same, answer 200 and hub.challenge when hub.verify_token equals it; PHP writes the dots of these names as underscores.',
  },
  handler_fails: {
    general:
      "Look at the app's log, and at that of the proxy before it, for the moment of this request: the handler failed, or something closed the connection before it answered.",
  },
  path: {
    general:
      'Enter the very URL that the app serves: scheme, host, path and a slash at its end. Redirects are not followed, neither here nor by Meta. Serve GET and POST at the same path.',
  },
  verify_token: {
    general:
      'Compare hub.mode with "subscribe" and hub.verify_token with the configured token, and answer 403 to anything else; otherwise anybody can have the URL of your app confirmed.',
  },
  own_query: {
    general: 'Route by the path alone, and read the three hub.* parameters wherever they stand in the query.',
  },
  body_limit: {
    general: 'Raise the limit for request bodies of this path to 3 MB, also in the proxy before it.',
    express:
      "express.raw({ type: '*/*', limit: '3mb' }) (or express.json({ limit: '3mb', verify })); the default is 100 kB.",
    nest: "app.useBodyParser('json', { limit: '3mb' }) with rawBody: true; the default is 100 kB.",
    fastify: 'Fastify({ bodyLimit: 3145728 }), or bodyLimit on the route; the default is 1 MB.',
    next: 'In pages/api: export const config = { api: { bodyParser: false } }; route handlers have no limit of their own, but the host may.',
    lambda: 'API Gateway takes 10 MB and Lambda 6 MB; look at the mapping template or the proxy in front.',
    flask: "Set app.config['MAX_CONTENT_LENGTH'] to 3 * 1024 * 1024 or more.",
    django: 'Set DATA_UPLOAD_MAX_MEMORY_SIZE to 3145728 or more; the default is 2.5 MB.',
    php: 'Set post_max_size to 4M or more; and in nginx client_max_body_size 4m.',
    nginx: 'client_max_body_size 4m; the default is 1 MB.',
    spring: 'Set server.tomcat.max-http-form-post-size and the limit of the proxy to 4MB.',
  },
  tolerate_field: {
    general:
      'Branch on changes[].field before reading its value: only message-like fields have value.metadata. Answer 200 to a field you do not use.',
  },
  tolerate_content: {
    general:
      'Treat every member as optional and every type as extensible: skip what you do not know, log it, and answer 200.',
  },
  loop: {
    general:
      'Loop over entry, changes and the arrays inside value (messages, statuses); handle each item in a try of its own, and answer 500 if one failed.',
  },
  isolate: {
    general:
      'Handle each item in a try of its own; skip what you cannot understand, and answer 500 only for what another try can mend.',
  },
  hides_failure: {
    general:
      'Remember that an item failed, go on with the others, and answer 500 at the end, so that it is sent again.',
  },
  dedupe: {
    general:
      'Remember the id of each handled message (and id and status of each status) for 7 days, atomically, and answer 200 to what you have seen.',
  },
  remember_after: {
    general: 'Remember an id only after its signature was verified and its handler succeeded.',
  },
  answer_200: {
    general:
      'Answer exactly 200: anything else, 204 and redirects too, counts as failed and is sent again for 7 days.',
  },
  answer_fast: {
    general:
      'Store the notification, answer 200, then work: the median is to be at most 250 ms, and fewer than 1 in 100 above 1 s.',
  },
  method: {
    general: 'Answer 405 to methods other than GET and POST, without touching the body.',
  },
  bad_body: {
    general: 'Catch the error of the JSON parser, and of a body that is no notification, and answer 400.',
  },
  content_type: {
    general: 'Read the body whatever parameters stand behind application/json.',
  },
  rate_limit: {
    general:
      'Exempt this path from rate limits, here and in the proxy or firewall before it: the signature says who is calling, and a campaign brings up to 1,000 notifications a second. For the examination alone, raise the limit above 300 requests a minute.',
  },
  connection: {
    general: 'Read a refused request to its end, or answer with Connection: close.',
  },
  client_certificate: {
    general:
      "Demand a client certificate at the TLS endpoint (nginx: ssl_verify_client on; ssl_client_certificate …), trust only the sender's authority, and compare the common name.",
  },
  status_order: {
    general:
      'Order statuses by sent < delivered < read < played, and never let a later one take back an earlier gain.',
  },
} as const satisfies Record<string, Texts>;

export function cureText(cure: Cure, framework: Framework | null): string {
  const texts: Texts = cures[cure];
  return (framework && texts[framework]) ?? texts.general;
}

/** For where only a status code is known: the mistake behind most refused signatures. */
export const refusedSignatureAdvice = `If your app computes the HMAC over re-serialised JSON (JSON.stringify of the parsed body), it fits by luck only. ${cures.raw_body.general}`;
