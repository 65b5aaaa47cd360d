// What is published: text messages of a given size, each with the time at which it was sent.

/** Milliseconds since the epoch with two decimals: 16 characters until the year 2286. */
export const noTime = '0000000000000.00';
export const timeMarker = '"sent_at":';

/** The value of one change of about `bytes` bytes. Its time is `noTime`, to be written over. */
export function messageValue(bytes: number): string {
  const empty = valueWith('');
  return valueWith(
    'Where is my order? '.repeat(Math.ceil(bytes / 19)).slice(0, Math.max(1, bytes - empty.length)),
  );
}

function valueWith(text: string): string {
  const message = {
    from: '12025550147',
    id: 'wamid.YmVuY2gtbWVzc2FnZS1vZi1hYm91dC1vbmUtYW5kLWEtaGFsZi1raWxvYnl0ZQ==',
    timestamp: '1767225660',
    type: 'text',
    text: { body: text },
  };
  const value = JSON.stringify({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '12025550123', phone_number_id: '400000000000001' },
    contacts: [{ profile: { name: 'A customer with a name' }, wa_id: '12025550147' }],
    messages: [message],
  });
  return `${value.slice(0, -1)},${timeMarker}${noTime}}`;
}

/** A notification as Meta would send it: so many changes in one entry. */
export function envelope(wabaId: string, { changes, bytes }: { changes: number; bytes: number }): string {
  const change = `{"value":${messageValue(bytes)},"field":"messages"}`;
  const list = Array.from({ length: changes }, () => change).join(',');
  return `{"object":"whatsapp_business_account","entry":[{"id":"${wabaId}","time":1767225660,"changes":[${list}]}]}`;
}
