import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Doctor, DoctorOrder } from '../deps.ts';
import { type AdminBench, startAdmin } from '../test-bench.ts';

const body = { url: 'https://app.example/webhook', secret: 'typed in', verify_token: 'also typed in' };

let bench: AdminBench;
let orders: DoctorOrder[];
let refusal: Extract<ReturnType<Doctor['start']>, { ok: false }> | null;

beforeEach(async () => {
  orders = [];
  refusal = null;
  bench = await startAdmin({
    doctor: {
      start(order) {
        if (refusal) return refusal;
        orders.push(order);
        return { ok: true, id: 'abc' };
      },
      show: (id) => (id === 'abc' ? { id, state: 'running' } : null),
      list: () => [{ id: 'abc' }],
    },
  });
});

afterEach(() => bench.stop());

describe('POST /api/v1/doctor', () => {
  it('begins an examination, which is watched by its id', async () => {
    const answer = await bench.post('/doctor', { ...body, only: ['signature'] });
    expect([answer.status, answer.json]).toEqual([202, { id: 'abc', state: 'running' }]);
    expect(orders).toEqual([
      {
        url: body.url,
        secret: body.secret,
        verifyToken: body.verify_token,
        only: ['signature'],
        skip: [],
        observeUrl: null,
      },
    ]);
    expect((await bench.get('/doctor/abc')).json).toEqual({ id: 'abc', state: 'running' });
    expect((await bench.get('/doctor')).json).toEqual({ data: [{ id: 'abc' }] });
    expect((await bench.get('/doctor/none')).json.code).toBe('unknown_doctor_run');
    const [entry] = await bench.audit();
    expect(entry).toMatchObject({ action: 'doctor.started', subject: 'https://app.example' });
    expect(JSON.stringify(entry)).not.toContain('typed in');
  });

  it('is for operators', async () => {
    const { json } = await bench.post('/keys', { label: 'reader', scopes: ['read', 'publish'] });
    expect((await bench.post('/doctor', body, json.key)).json.code).toBe('scope_missing');
    expect((await bench.get('/doctor/abc', json.key)).json.code).toBe('scope_missing');
    expect(orders).toEqual([]);
  });

  it('hands on why it does not begin', async () => {
    refusal = { ok: false, code: 'doctor_busy', detail: 'one is running' };
    const answer = await bench.post('/doctor', body);
    expect([answer.status, answer.json.detail]).toEqual([409, 'one is running']);
  });

  it.each([
    [{ ...body, secret: undefined }, '"secret"'],
    [{ ...body, app_id: '1' }, '"app_id"'],
    [{ ...body, only: ['../x'] }, '"only"'],
  ])('refuses %j', async (given, words) => {
    const answer = await bench.post('/doctor', given);
    expect([answer.status, answer.json.code]).toEqual([400, 'bad_request']);
    expect(answer.json.detail).toContain(words);
  });
});
