import { BlockList, isIP } from "node:net";

/** Whether one of the rules holds for an address. Those of IPv4 also for its form in IPv6. */
export function isAllowedCaller(rules: readonly string[], address: string): boolean {
  return addressMatcher(rules)(address);
}

/** The same, for rules that many addresses are looked at by. */
export function addressMatcher(rules: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const rule of rules) {
    const [base = "", bits] = rule.trim().split("/");
    const kind = isIP(base) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(base, kind);
    else list.addSubnet(base, Number(bits), kind);
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? "ipv6" : "ipv4");
  };
}
