//! This device's subscription to pushes: made when the person asks, told to the server again at each start.
import type { Api } from '../api/client';
import { workerRegistration } from './registration.svelte';

const CURRENT = '/parvis/v1/users/@me/push-subscriptions/@current';

/** Another device that is pushed to. */
export interface PushDevice {
  session_id: string;
  service: string;
  created_at: string;
  current: boolean;
}

export function pushDevices(api: Api): Promise<PushDevice[]> {
  return api.get<PushDevice[]>('/parvis/v1/users/@me/push-subscriptions');
}

/** Whether this browser can be pushed to at all. */
export function canPush(): boolean {
  return 'PushManager' in window && 'serviceWorker' in navigator && 'Notification' in window;
}

export async function isSubscribed(): Promise<boolean> {
  const registration = await workerRegistration();
  return registration !== undefined && (await registration.pushManager.getSubscription()) !== null;
}

/** Subscribes, or tells the server of the subscription that is there. Permission must have been given. */
export async function subscribe(api: Api): Promise<void> {
  const registration = await workerRegistration();
  if (registration === undefined) throw new Error('There is no worker.');
  const { public_key } = await api.get<{ public_key: string }>('/parvis/v1/push-key');
  const key = bytesOf(public_key);
  let subscription = await registration.pushManager.getSubscription();
  // A subscription under another key belongs to a server that is no longer here.
  if (subscription !== null && !isSame(subscription.options.applicationServerKey, key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await api.put(CURRENT, subscription.toJSON());
}

export async function unsubscribe(api: Api): Promise<void> {
  await api.delete(CURRENT);
  await unsubscribeHere();
}

/** Ends the subscription in the browser only: the server's ends with the login. */
export async function unsubscribeHere(): Promise<void> {
  const registration = await workerRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Base64url to bytes. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (it) => it.charCodeAt(0));
}

function isSame(present: ArrayBuffer | null, key: Uint8Array): boolean {
  if (present === null) return false;
  const bytes = new Uint8Array(present);
  return bytes.length === key.length && bytes.every((it, index) => it === key[index]);
}
