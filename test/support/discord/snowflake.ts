/** Ids as Discord makes them: milliseconds since 2015 in the upper bits, a counter below. */
const EPOCH = 1_420_070_400_000n;
let counter = 0n;

/** @param at milliseconds since 1970 */
export function snowflake(at = Date.now()): string {
  counter += 1n;
  return (((BigInt(at) - EPOCH) << 22n) + (counter & 0x3fffffn)).toString();
}
