// Call signalling.
import { constant, definePart, docPage, int, list, open, opt, req, str, timeString } from '../build.ts';
import type { FieldEntry } from '../shapes.ts';
import { reportedError } from './errors.ts';
import { addressed, contact, userIds } from './identity.ts';
import { audio, document } from './media.ts';

const here = definePart('calls', {
  holds: 'Call signalling.',
  page: 'calls',
  sources: [
    docPage('calling/reference'),
    docPage('calling/user-initiated-calls'),
    docPage('calling/business-initiated-calls'),
    docPage('calling/call-recording'),
    docPage('calling/call-transcription'),
  ],
});

const session = here.object('CallSession', 'The media session.', {
  sdp_type: req(open('offer', 'answer'), '`offer` when the user calls, `answer` when the business calls.'),
  sdp: req(str, 'Session description (RFC 8866).'),
});
const connection = here.object('CallConnection', 'The media session in its older place.', {
  webrtc: opt(
    here.object('CallWebrtc', 'A WebRTC session.', { sdp: opt(str, 'Session description, as JSON text.') }),
    'The session.',
  ),
});

const call = here.tagged('Call', 'An event of a call, by kind.', {
  by: 'event',
  byDoc: 'What happened.',
  head: here.object('CallHead', 'What every event of a call has.', {
    id: req(str, 'ID of the call: `wacid.…`.'),
    timestamp: req(timeString, 'When it happened.'),
    direction: opt(
      open('BUSINESS_INITIATED', 'USER_INITIATED'),
      'Who called; absent on recordings and transcriptions.',
    ),
    from: opt(str, 'Number of the caller. Missing when it cannot be shared.'),
    ...userIds('from_user_id', 'from_parent_user_id'),
    to: opt(str, 'Number that was called. Missing when it cannot be shared.'),
    ...userIds('to_user_id', 'to_parent_user_id'),
    biz_opaque_callback_data: opt(str, 'What the call request gave to be echoed.'),
    deeplink_payload: opt(str, 'Payload of the link the user called from.'),
    cta_payload: opt(str, 'Payload of the button the user called from.'),
  }),
  other: 'OtherCall',
  variants: [
    here.variant('CallConnect', 'connect', 'The call is ready to be connected.', {
      session: opt(session, 'The media session; absent with SIP.'),
      connection: opt(connection, 'The session once more.', { legacy: 'older duplicate of `session`' }),
    }),
    here.variant('CallTerminate', 'terminate', 'The call ended. Look at `errors` of the value too.', {
      status: opt(
        open('COMPLETED', 'FAILED', 'Completed', 'Failed'),
        'How it ended; compare without case. A call that was rejected or not picked up is completed without times.',
      ),
      start_time: opt(timeString, 'When it was picked up.'),
      end_time: opt(timeString, 'When it ended; after pickup.'),
      duration: opt(int, 'Seconds; after pickup.'),
    }),
    here.variant('CallCreated', 'call_created', 'A business-initiated call was created by SIP.'),
    here.variant('CallRecordingAvailable', 'call_recording_available', 'The recording can be fetched.', {
      call_recording: req(
        here.object('CallRecording', 'A recording.', {
          type: req(open('audio'), 'What was recorded.'),
          audio: req(audio, 'The recording.'),
        }),
        'The recording.',
      ),
    }),
    here.variant(
      'CallTranscriptionAvailable',
      'call_transcription_available',
      'The transcription can be fetched.',
      {
        call_transcript: req(
          here.object('CallTranscript', 'A transcription.', {
            document: req(document, 'The transcription.'),
          }),
          'The transcription.',
        ),
      },
    ),
  ],
});

const callStatus = here.object('CallStatus', 'How a business-initiated call stands.', {
  id: req(str, 'ID of the call: `wacid.…`.'),
  type: req(constant('call'), 'Always `call`.'),
  status: req(open('RINGING', 'ACCEPTED', 'REJECTED'), 'How it stands.'),
  timestamp: req(timeString, 'When it came to be so.'),
  recipient_id: opt(str, 'Number of the user. Missing when it cannot be shared.'),
  ...userIds('recipient_user_id', 'recipient_parent_user_id'),
  biz_opaque_callback_data: opt(str, 'What the call request gave to be echoed.'),
});

export const calls: FieldEntry = {
  name: 'calls',
  trigger:
    'A call is offered, connected, ended, recorded or transcribed, or a call of the business rings or is answered. The answer to a permission request and voicemail arrive under `messages`.',
  value: here.object('CallsValue', 'Events and statuses of calls of one number.', {
    ...addressed,
    contacts: opt(list(contact), 'The users.'),
    calls: opt(list(call), 'What happened to calls.'),
    statuses: opt(list(callStatus), 'How business-initiated calls stand.'),
    errors: opt(list(reportedError), 'With `terminate`; without `title`.'),
  }),
  items: [
    { name: 'calls', path: ['calls'], kindBy: 'event' },
    { name: 'call_statuses', path: ['statuses'], kindBy: 'status' },
    { name: 'call_errors', path: ['errors'], kindBy: null },
  ],
  sources: here.part.sources,
  sample: 'connect_user_initiated',
};
