// Contract errors of the Graph API: one catalogue, one class, one rendering. Anything in graph/ throws
// `graphError('kind', details)`; graph.ts catches it and renderGraphError says it in Meta's envelope.
// Details are filled into the message and reach strangers: never put a token, a secret or a verify token there.

export type ErrorKind = {
  code: number;
  subcode?: number;
  type: 'OAuthException' | 'GraphMethodException';
  status: number;
  /** `{name}` stands for a detail. */
  message: string;
  /** For the reference page: what the caller did. */
  when: string;
  /** The word of the WWW-Authenticate header; only errors about the access token have one. */
  challenge?: 'invalid_token' | 'invalid_request';
  /** The same call may succeed later. */
  transient?: true;
};

// Codes and texts follow recorded answers of Meta's; where only a code is known the text is ours.
export const errorCatalogue = {
  tokenMissing: {
    code: 104,
    type: 'OAuthException',
    status: 400,
    challenge: 'invalid_request',
    message: 'An access token is required to request this resource.',
    when: 'no access token came with the call',
  },
  tokenAmbiguous: {
    code: 100,
    type: 'OAuthException',
    status: 400,
    challenge: 'invalid_request',
    message: '(#100) The call carries two different access tokens. Send one of them, in one place.',
    when: 'Authorization header, query and body name different access tokens',
  },
  tokenMalformed: {
    code: 190,
    type: 'OAuthException',
    status: 401,
    challenge: 'invalid_token',
    message: 'Invalid OAuth access token - Cannot parse access token',
    when: 'the access token is unknown here, longer than 4,096 characters, or not printable ASCII',
  },
  tokenSignature: {
    code: 190,
    type: 'OAuthException',
    status: 401,
    challenge: 'invalid_token',
    message: 'Invalid OAuth access token signature.',
    when: 'an app access token `APP_ID|APP_SECRET` names an unknown app or a wrong secret',
  },
  tokenExpired: {
    code: 190,
    subcode: 463,
    type: 'OAuthException',
    status: 401,
    challenge: 'invalid_token',
    message:
      'Error validating access token: Session has expired on {expiredAt}. The current time is {currentTime}.',
    when: 'the access token is past its expiry',
  },
  tokenRevoked: {
    code: 190,
    subcode: 467,
    type: 'OAuthException',
    status: 401,
    challenge: 'invalid_token',
    message: 'Error validating access token: The access token has been revoked.',
    when: 'the access token was revoked',
  },
  appTokenNeeded: {
    code: 15,
    type: 'OAuthException',
    status: 400,
    message: '(#15) This method must be called with an app access_token.',
    when: 'a user or system-user token was used on /{app-id}/subscriptions',
  },
  unknownObject: {
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    status: 400,
    message:
      "Unsupported {verb} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
    when: 'the id is unknown, the token may not see it, or the edge does not have this method; on purpose the same answer',
  },
  proofInvalid: {
    code: 100,
    type: 'GraphMethodException',
    status: 400,
    message: 'Invalid appsecret_proof provided in the API argument',
    when: 'appsecret_proof is not the HMAC of the token, or appsecret_time is more than five minutes off',
  },
  proofMissing: {
    code: 100,
    type: 'GraphMethodException',
    status: 400,
    message: 'API calls from the server require an appsecret_proof argument',
    when: 'the app requires its secret to be proved, and the call has no appsecret_proof',
  },
  clientIdMissing: {
    code: 101,
    type: 'OAuthException',
    status: 400,
    message: 'Missing client_id parameter.',
    when: '/oauth/access_token without client_id',
  },
  clientSecretMissing: {
    code: 101,
    type: 'OAuthException',
    status: 400,
    message: 'Missing client_secret parameter.',
    when: '/oauth/access_token without client_secret',
  },
  clientSecretWrong: {
    code: 1,
    type: 'OAuthException',
    status: 400,
    message: 'Error validating client secret.',
    when: '/oauth/access_token with an unknown app or a wrong secret; on purpose the same answer',
  },
  appForbidden: {
    code: 10,
    type: 'OAuthException',
    status: 403,
    message: '(#10) Application does not have permission for this action',
    when: 'the app lacks whatsapp_business_management in App Review, or has standard access and the account belongs to another business',
  },
  permissionMissing: {
    code: 200,
    type: 'OAuthException',
    status: 403,
    message: '(#200) You do not have permission to access this field',
    when: 'an app access token on an account or a number, a token without the scope whatsapp_business_management, or a person who may look but not change',
  },
  parameterMissing: {
    code: 100,
    type: 'OAuthException',
    status: 400,
    message: '(#100) The parameter {name} is required',
    when: 'a parameter that the call needs is absent',
  },
  parameterInvalid: {
    code: 100,
    type: 'OAuthException',
    status: 400,
    message: '(#100) {detail}',
    when: 'a parameter, the body or the callback URL cannot be used; the message names it and says why',
  },
  bodyTooLarge: {
    code: 100,
    type: 'OAuthException',
    status: 413,
    message: '(#100) The body of the request is too large',
    when: 'the body has more than 256 kB',
  },
  notImplemented: {
    code: 100,
    type: 'OAuthException',
    status: 400,
    message: '(#100) wahook does not implement {what}. It answers: {calls}.',
    when: 'Graph has it, wahook does not',
  },
  unknownPath: {
    code: 2500,
    type: 'OAuthException',
    status: 400,
    message: 'Unknown path components: {path}. wahook answers: {calls}.',
    when: 'the path is neither an id of digits, with or without an edge, nor one of the names',
  },
  callbackUrlRefused: {
    code: 100,
    type: 'OAuthException',
    status: 400,
    message: '{message}',
    when: 'callback_url or override_callback_uri is not a URL that notifications may be sent to; the message says why',
  },
  callbackFailed: {
    code: 2200,
    type: 'OAuthException',
    status: 400,
    message: '{message}',
    when: 'the callback did not answer the handshake with status 200; the message has the HTTP status or the connection error',
  },
  challengeMismatch: {
    code: 2201,
    type: 'OAuthException',
    status: 400,
    message: '{message}',
    when: 'the callback answered the handshake with something else than the challenge; the message quotes the start of it',
  },
  overrideBeforeSubscribing: {
    code: 100,
    type: 'OAuthException',
    status: 400,
    message:
      '(#100) Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account',
    when: 'a callback override for an account, or one of its numbers, that the app is not subscribed to',
  },
  accountRateLimited: {
    code: 80008,
    type: 'OAuthException',
    status: 400,
    message:
      '(#80008) There have been too many calls to this WhatsApp Business account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
    when: 'the app has used up its calls on this account for the hour; settings `graph_calls_per_hour`, `graph_calls_per_hour_active`, `throttle_status`',
  },
  appRateLimited: {
    code: 4,
    type: 'OAuthException',
    status: 400,
    transient: true,
    message: '(#4) Application request limit reached',
    when: 'too many calls with the app token within the hour, or too many wrong secrets for one app; settings `app_calls_per_hour`, `throttle_status`',
  },
  rateLimited: {
    code: 4,
    type: 'OAuthException',
    status: 400,
    transient: true,
    message: '{message}',
    when: 'the app asked for more handshakes than its budget allows',
  },
  unexpected: {
    code: 2,
    type: 'OAuthException',
    status: 503,
    transient: true,
    message: 'An unexpected error has occurred. Please retry your request later.',
    when: 'a fault of the server, such as a full disk; the log has the cause under the trace id',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorName = keyof typeof errorCatalogue;

/** The details that the message of a kind names in braces. The compiler asks for exactly these. */
type Details<Name extends ErrorName> = Record<Placeholder<(typeof errorCatalogue)[Name]['message']>, string>;
type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly kind: ErrorKind;
  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

export function graphError<Name extends ErrorName>(name: Name, details: Details<Name>): GraphError {
  const kind = errorCatalogue[name];
  const values = new Map<string, string>(Object.entries(details));
  // One pass, so that a detail which itself looks like a placeholder stays as it is.
  const message = kind.message.replaceAll(/\{(\w+)\}/g, (all, detail) => values.get(detail) ?? all);
  return new GraphError(kind, message);
}

/** The error in Meta's envelope, members in Meta's order. */
export function renderGraphError(error: GraphError, traceId: string): object {
  const { type, code, subcode, transient } = error.kind;
  return {
    error: {
      message: error.message,
      type,
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      ...(transient === undefined ? {} : { is_transient: true }),
      fbtrace_id: traceId,
    },
  };
}
