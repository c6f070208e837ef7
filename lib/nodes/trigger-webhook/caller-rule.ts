/** `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. Without Node's own check: forms ask too. */
export function isCallerRule(text: string): boolean {
  const [address = "", bits, ...rest] = text.trim().split("/");
  if (rest.length > 0) return false;
  const isV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(address);
  // The URL parser knows every way of writing an address of IPv6.
  const isV6 = !isV4 && /^[0-9a-f:.]+$/i.test(address) && address.includes(":") && URL.canParse(`http://[${address}]`);
  if (!isV4 && !isV6) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isV4 ? 32 : 128));
}
