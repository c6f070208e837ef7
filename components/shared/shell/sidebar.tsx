"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import { useCommandPalette } from "#components/shared/command-palette/command-palette-context.tsx";
import { Keys } from "#components/ui/kbd.tsx";
import { cn } from "#lib/utils.ts";
import type { Member } from "./member.ts";
import { footNav, isCurrent, mainNav, type NavItem } from "./nav-items.ts";
import { UserMenu } from "./user-menu.tsx";

interface SidebarProps {
  member: Member;
  /** After a link was followed: a sheet closes itself. */
  onNavigate?: () => void;
  className?: string;
}

export function Sidebar({ member, onNavigate, className }: SidebarProps) {
  return (
    <nav aria-label="Main" className={cn("flex min-h-0 flex-col gap-2 bg-bg p-2", className)}>
      <div className="flex h-10 items-center gap-2 px-1.5 py-1">
        <HeddleMark size={20} />
        <span className="flex min-w-0 flex-col font-medium leading-4">
          <span className="truncate">{member.workspaceName}</span>
          <span className="font-normal text-fg-3 text-micro leading-[13px]">Heddle</span>
        </span>
      </div>
      <SearchButton onOpen={onNavigate} />
      <NavList items={mainNav} onNavigate={onNavigate} />
      <NavList items={footNav} onNavigate={onNavigate} className="mt-auto" />
      <UserMenu member={member} />
    </nav>
  );
}

function SearchButton({ onOpen }: { onOpen: (() => void) | undefined }) {
  const { open } = useCommandPalette();
  return (
    <button
      type="button"
      onClick={() => {
        onOpen?.();
        open();
      }}
      className="flex h-control items-center gap-2 rounded-control border border-line-2 bg-surface px-2 text-fg-3 hover:border-line-control max-sm:h-10"
    >
      <Search aria-hidden className="size-4 shrink-0" />
      Search
      <Keys keys={["⌘", "K"]} className="ml-auto" />
    </button>
  );
}

interface NavListProps {
  items: readonly NavItem[];
  onNavigate: (() => void) | undefined;
  className?: string;
}

function NavList({ items, onNavigate, className }: NavListProps) {
  const pathname = usePathname();
  return (
    <ul className={cn("flex flex-col gap-px", className)}>
      {items.map(({ href, label, icon: Icon }) => (
        <li key={href}>
          <Link
            href={href}
            onClick={onNavigate}
            aria-current={isCurrent(href, pathname) ? "page" : undefined}
            className="group flex h-control items-center gap-2 rounded-control px-2 font-medium text-fg-2 hover:bg-hover aria-[current=page]:bg-press aria-[current=page]:text-fg max-sm:text-prose"
          >
            <Icon
              aria-hidden
              strokeWidth={1.9}
              className="size-4 shrink-0 text-fg-3 group-aria-[current=page]:text-fg"
            />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
