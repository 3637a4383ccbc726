import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalAddress } from '../../src/suppressions/index.ts';

describe('one way to write an address', () => {
  test.each([
    ['ann@example.com', 'ann@example.com'],
    ['  Ann@Example.COM \n', 'ann@example.com'],
    ['<ann@example.com>', 'ann@example.com'],
    ['"Doe, Ann" <Ann.Doe@example.com>', 'ann.doe@example.com'],
    ['mailto:ann@example.com?subject=Hello', 'ann@example.com'],
    ['<mailto:ann@example.com|ann@example.com>', 'ann@example.com'],
    ['mailto:ann%2Btag@example.com', 'ann+tag@example.com'],
    ['ann+news@example.com', 'ann+news@example.com'],
    ['a.n.n@gmail.com', 'a.n.n@gmail.com'],
    ['ann@example.com.', 'ann@example.com'],
    ['ann@Bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@XN--BCHER-KVA.example', 'ann@xn--bcher-kva.example'],
    ['ann@例え。テスト', 'ann@xn--r8jz45g.xn--zckzah'],
    ['Mu\u0308ller@example.com', 'm\u00fcller@example.com'],
    ['"ann"@example.com', 'ann@example.com'],
    ['"Ann Doe"@example.com', '"ann doe"@example.com'],
    ['taro..yamada.@docomo.ne.jp', 'taro..yamada.@docomo.ne.jp'],
    ['ann@[192.0.2.1]', 'ann@[192.0.2.1]'],
    ['ann@[IPv6:2001:DB8::1]', 'ann@[ipv6:2001:db8::1]'],
    ['root@localhost', 'root@localhost'],
    ["o'hara@example.com", "o'hara@example.com"],
  ])('%j is %s', (text, address) => {
    expect(normalAddress(text)).toEqual({ address, why: null });
  });

  test.each([
    ['', 'it is empty'],
    ['<>', 'it is empty'],
    ['ann.example.com', 'it has no @'],
    ['@example.com', 'there is nothing before the @'],
    ['ann@', 'there is nothing behind the @'],
    ['ann doe@example.com', 'there is a blank in it'],
    ['ann@example.com,bob@example.com', 'there is a character before the @ that no address has there'],
    ['ann@exa mple.com', 'there is a character behind the @ that no domain has'],
    ['ann@-example.com', 'what follows the @ is not a domain'],
    ['ann@example..com', 'what follows the @ is not a domain'],
    ['ann\u200b@example.com', 'there is a character in it that cannot be seen or was not read rightly'],
    ['m\ufffdller@example.com', 'there is a character in it that cannot be seen or was not read rightly'],
    [`${'a'.repeat(65)}@example.com`, 'there are more than 64 characters before the @'],
    [`a@${'long.'.repeat(60)}com`, 'the domain has more than 253 characters'],
  ])('%j is none: %s', (text, why) => {
    expect(normalAddress(text)).toEqual({ address: null, why });
  });

  test('an address that was written so once stays as it is', () => {
    const texts = fc.oneof(
      fc.emailAddress(),
      fc.tuple(fc.string({ unit: 'grapheme' }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
      fc.tuple(fc.string(), fc.string({ unit: 'grapheme' })).map((parts) => parts.join('@')),
      fc.tuple(fc.string(), fc.domain()).map(([local, domain]) => `${JSON.stringify(local)}@${domain}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { address } = normalAddress(text);
        if (address === null) return;
        expect(normalAddress(address)).toEqual({ address, why: null });
        expect(normalAddress(` <${address}> `)).toEqual({ address, why: null });
      }),
      { numRuns: 2000 },
    );
  });

  test('letter case makes no difference, whatever the address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(normalAddress(email.toUpperCase())).toEqual(normalAddress(email));
      }),
    );
  });
});
