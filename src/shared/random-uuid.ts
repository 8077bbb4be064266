import { randomHex } from './random-hex.ts';

/** A version 4 UUID, unique but not secret. */
export function randomUuid(): string {
  const digits = randomHex(32);
  const variant = '89ab'[digits.charCodeAt(16) % 4];
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}
