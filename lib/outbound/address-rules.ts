import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Why an address may not be called; shown to people. */
export type AddressRange =
  | "loopback"
  | "private"
  | "link-local"
  | "cloud metadata"
  | "shared (carrier NAT)"
  | "multicast"
  | "reserved"
  | "not an address";

const ranges4: readonly [subnet: string, bits: number, range: AddressRange][] = [
  ["127.0.0.0", 8, "loopback"],
  // Metadata services that sit outside link-local, or deserve their own name: AWS and most others, Azure, Alibaba, Oracle.
  ["169.254.169.254", 32, "cloud metadata"],
  ["168.63.129.16", 32, "cloud metadata"],
  ["100.100.100.200", 32, "cloud metadata"],
  ["192.0.0.192", 32, "cloud metadata"],
  ["10.0.0.0", 8, "private"],
  ["172.16.0.0", 12, "private"],
  ["192.168.0.0", 16, "private"],
  ["169.254.0.0", 16, "link-local"],
  ["100.64.0.0", 10, "shared (carrier NAT)"],
  ["224.0.0.0", 4, "multicast"],
  // "This network" (0.0.0.0 reaches the machine itself), protocol assignments, documentation, the retired 6to4 relay,
  // benchmarks, and everything from 240 up with the broadcast address.
  ["0.0.0.0", 8, "reserved"],
  ["192.0.0.0", 24, "reserved"],
  ["192.0.2.0", 24, "reserved"],
  ["192.88.99.0", 24, "reserved"],
  ["198.18.0.0", 15, "reserved"],
  ["198.51.100.0", 24, "reserved"],
  ["203.0.113.0", 24, "reserved"],
  ["240.0.0.0", 4, "reserved"],
];

const ranges6: readonly [subnet: string, bits: number, range: AddressRange][] = [
  ["::1", 128, "loopback"],
  ["fd00:ec2::254", 128, "cloud metadata"],
  ["fe80::", 10, "link-local"],
  ["fec0::", 10, "private"],
  ["fc00::", 7, "private"],
  ["ff00::", 8, "multicast"],
  // Inside global unicast: protocol assignments with Teredo and ORCHID, documentation twice, 6to4. The tunnels carry an
  // IPv4 address that nobody would check; both are retired.
  ["2001::", 23, "reserved"],
  ["2001:db8::", 32, "reserved"],
  ["2002::", 16, "reserved"],
  ["3fff::", 20, "reserved"],
];

const lists4 = ranges4.map(([subnet, bits, range]) => ({ range, list: subnetList(subnet, bits, "ipv4") }));
const lists6 = ranges6.map(([subnet, bits, range]) => ({ range, list: subnetList(subnet, bits, "ipv6") }));
const globalUnicast = subnetList("2000::", 3, "ipv6");

function subnetList(subnet: string, bits: number, family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  list.addSubnet(subnet, bits, family);
  return list;
}

/**
 * The range that forbids calling `address` (a resolved IP address), or null when it is a public one. Of IPv6 only
 * global unicast is public: what the table does not know is refused.
 */
export function refusedRange(address: string): AddressRange | null {
  const bare = address.split("%", 1)[0] ?? "";
  if (isIPv4(bare)) return range4(bare);
  if (!isIPv6(bare)) return "not an address";
  const groups = groupsOf(bare);
  const embedded = embeddedIPv4(groups);
  if (embedded !== null) return range4(embedded);
  const hit = lists6.find(({ list }) => list.check(bare, "ipv6"));
  if (hit !== undefined) return hit.range;
  if (!globalUnicast.check(bare, "ipv6")) return "reserved";
  return isatapRange(groups);
}

function range4(address: string): AddressRange | null {
  return lists4.find(({ list }) => list.check(address, "ipv4"))?.range ?? null;
}

/** IPv4-mapped (`::ffff:a.b.c.d`) and NAT64 (`64:ff9b::a.b.c.d`) addresses lead to the IPv4 address inside. */
function embeddedIPv4(groups: readonly number[]): string | null {
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const nat64 = groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  return mapped || nat64 ? lastIPv4(groups) : null;
}

/** ISATAP interface ids (`…:5efe:a.b.c.d`) tunnel to the IPv4 address inside. */
function isatapRange(groups: readonly number[]): AddressRange | null {
  const isatap = groups[5] === 0x5efe && (groups[4] === 0 || groups[4] === 0x200);
  return isatap ? range4(lastIPv4(groups)) : null;
}

function lastIPv4(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** The eight 16-bit groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted === null ? address : `${dotted[1]}${pair(dotted[2], dotted[3])}:${pair(dotted[4], dotted[5])}`;
  const [head = "", tail] = text.split("::");
  const before = numbers(head);
  const after = tail === undefined ? [] : numbers(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function pair(high: string | undefined, low: string | undefined): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

function numbers(part: string): number[] {
  return part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
}
