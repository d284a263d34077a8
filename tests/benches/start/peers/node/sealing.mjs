// Codes and tokens, read without a table.

import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const VALUES = new Map([...SYMBOLS].map((symbol, value) => [symbol, value]));

const base32 = (number, count) => {
  let text = "";
  for (let place = count - 1; place >= 0; place--) text += SYMBOLS[Number((number >> BigInt(5 * place)) & 31n)];
  return text;
};

const number64 = (number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
};

const mac = (key, parts) => {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(number64(part.length)).update(part);
  return hmac.digest();
};

// The key of codes, of the root key in hexadecimal digits.
export const keyOfCodes = (root) => mac(Buffer.from(root.trim(), "hex"), ["codriver", "codes", "mac"]);

const bits = (key, label, number, count) => mac(key, [label, number64(number)]).readBigUInt64BE() >> BigInt(64 - count);

// The 95 bits of a code as it was typed; undefined if it was mistyped.
const payload = (typed) => {
  const text = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const values = [...text].map((symbol) => VALUES.get(symbol));
  if (values.length !== 20 || values.includes(undefined)) return undefined;
  // The check: a sum over GF(32) by Horner's rule.
  const sum = values.reduce((sum, value) => ((sum & 16 ? (sum << 1) ^ 37 : sum << 1) ^ value), 0);
  return sum === 0 ? values.slice(0, 19).reduce((all, value) => (all << 5n) | BigInt(value), 0n) : undefined;
};

// The batch's number and the code's place in it; null for a code that nobody made, undefined for a
// mistyped one.
export const unseal = (key, typed) => {
  const code = payload(typed);
  if (code === undefined) return undefined;
  const tag = code >> 50n;
  const numbers = (code & ((1n << 50n) - 1n)) ^ bits(key, "stream", tag, 50);
  if (!timingSafeEqual(number64(bits(key, "tag", numbers, 45)), number64(tag))) return null;
  return { batch: base32(numbers >> 20n, 6), index: Number(numbers & 0xfffffn) };
};

const ulid = (bytes) => base32(BigInt(`0x${bytes.toString("hex")}`), 26);

// A new identifier.
export const identifier = (prefix, now) => {
  const time = Buffer.alloc(6);
  time.writeUIntBE(now, 0, 6);
  return `${prefix}_${ulid(Buffer.concat([time, randomBytes(10)]))}`;
};

// Whose token it is, and its hash; undefined for what is no token.
export const session = (header) => {
  const token = /^Bearer (cds_[\w-]+)$/i.exec(header ?? "")?.[1];
  if (!token) return undefined;
  const bytes = Buffer.from(token.slice(4), "base64url");
  const end = bytes.length - 4;
  if (end !== 48 || crc32(bytes.subarray(0, end), crc32("cds_")) !== bytes.readUInt32LE(end)) return undefined;
  return { person: `per_${ulid(bytes.subarray(0, 16))}`, hash: createHash("sha256").update(token).digest("hex") };
};
