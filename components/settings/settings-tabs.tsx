"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const tabs = [
  { href: "/settings/profile", label: "Profile" },
  { href: "/settings/workspace", label: "Workspace" },
  { href: "/settings/models", label: "Models" },
  { href: "/settings/variables", label: "Variables" },
  { href: "/settings/api-keys", label: "API keys" },
] as const;

/** The parts of the settings, above whichever is shown. */
export function SettingsTabs() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="shrink-0 overflow-x-auto border-line border-b px-3">
      <ul className="flex gap-1">
        {tabs.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={pathname.startsWith(href) ? "page" : undefined}
              className="-mb-px inline-flex h-9 items-center whitespace-nowrap border-transparent border-b-2 px-2 font-medium text-fg-2 text-small hover:text-fg aria-[current=page]:border-primary aria-[current=page]:text-fg max-sm:h-11"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
