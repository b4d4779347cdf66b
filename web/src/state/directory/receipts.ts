//! The private links that this device was given: of groups that were handed in, and of requests to be let in. They stand
//! in for an account, so they stay on the device, and go with whatever else it forgets when somebody signs out.

export interface Receipt {
  kind: 'group' | 'request';
  receipt: string;
  /** Of the group. */
  name: string;
  /** When it was given, in milliseconds since 1970. */
  atMs: number;
}

const KEPT_AS = 'parvis.map.receipts';
const KEPT_MAX = 50;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

export function isReceipt(text: string): boolean {
  return SECRET.test(text);
}

/** The private link in what somebody pasted: the secret itself, or an address that ends with it; null if there is none. */
export function receiptIn(text: string): string | null {
  const end = text.trim().split(/[#/=]/).at(-1) ?? '';
  return isReceipt(end) ? end : null;
}

export class Receipts {
  readonly #disk: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(disk: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#disk = disk;
  }

  /** What was given last comes first. */
  all(): readonly Receipt[] {
    try {
      const kept: unknown = JSON.parse(this.#disk.getItem(KEPT_AS) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isKept) : [];
    } catch {
      return [];
    }
  }

  keep(receipt: Receipt): void {
    const others = this.all().filter((it) => it.receipt !== receipt.receipt);
    this.#write([receipt, ...others].slice(0, KEPT_MAX));
  }

  forget(receipt: string): void {
    this.#write(this.all().filter((it) => it.receipt !== receipt));
  }

  #write(receipts: readonly Receipt[]): void {
    this.#disk.setItem(KEPT_AS, JSON.stringify(receipts));
  }
}

function isKept(it: unknown): it is Receipt {
  if (typeof it !== 'object' || it === null) return false;
  const { kind, receipt, name, atMs } = it as Record<string, unknown>;
  return (kind === 'group' || kind === 'request') && typeof receipt === 'string' && isReceipt(receipt) && typeof name === 'string' && typeof atMs === 'number';
}
