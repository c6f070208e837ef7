"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import type { DocsLink, DocsSection } from "#lib/docs/navigation.ts";
import { cn } from "#lib/utils.ts";
import { SearchField } from "../search/search-buttons.tsx";

interface DocsSidebarProps {
  sections: readonly DocsSection[];
  home: { href: string; label: string };
  /** After a link was followed: a sheet closes itself. */
  onNavigate?: () => void;
  className?: string;
}

export function DocsSidebar({ sections, home, onNavigate, className }: DocsSidebarProps) {
  const pathname = usePathname();
  const scroller = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link that is current changes with the address
  useEffect(() => {
    // Of dozens of nodes, the one that is shown may be further down.
    scroller.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [pathname]);
  return (
    <nav aria-label="Documentation" className={cn("flex min-h-0 flex-col gap-2 bg-bg p-2", className)}>
      <Link href="/docs" onClick={onNavigate} className="flex h-10 items-center gap-2 rounded-control px-1.5 py-1">
        <HeddleMark size={20} />
        <span className="flex min-w-0 flex-col font-medium leading-4">
          Documentation
          <span className="font-normal text-fg-3 text-micro leading-[13px]">Heddle</span>
        </span>
      </Link>
      <SearchField onOpen={onNavigate} />
      <div ref={scroller} className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain pt-1 pb-2">
        {sections.map(({ title, links }) => (
          <div key={title}>
            <p className="px-2 pb-1 font-medium text-fg-3 text-micro">{title}</p>
            <Links label={title} links={links} pathname={pathname} onNavigate={onNavigate} />
          </div>
        ))}
      </div>
      <Link
        href={home.href}
        onClick={onNavigate}
        className="-mx-2 flex h-11 shrink-0 items-center gap-2 border-line border-t px-4 pt-2 font-medium text-fg-2 -outline-offset-2 hover:text-fg max-sm:text-prose"
      >
        <ArrowLeft aria-hidden strokeWidth={1.9} className="size-4 shrink-0 text-fg-3" />
        {home.label}
      </Link>
    </nav>
  );
}

interface LinksProps {
  label: string;
  links: readonly DocsLink[];
  pathname: string;
  onNavigate: (() => void) | undefined;
}

function Links({ label, links, pathname, onNavigate }: LinksProps) {
  return (
    <ul aria-label={label} className="flex flex-col gap-px">
      {links.map(({ href, label, inside }) => {
        const isOpen = inside !== undefined && (pathname === href || pathname.startsWith(`${href}/`));
        return (
          <li key={href}>
            <NavLink href={href} label={label} isCurrent={pathname === href} onNavigate={onNavigate} />
            {isOpen ? (
              <ul className="my-1 ml-[11px] flex flex-col border-line-2 border-l pl-1.5">
                {inside.map((link) => (
                  <li key={link.href}>
                    <NavLink {...link} isInside isCurrent={pathname === link.href} onNavigate={onNavigate} />
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

interface NavLinkProps {
  href: string;
  label: string;
  isCurrent: boolean;
  isInside?: boolean;
  onNavigate: (() => void) | undefined;
}

function NavLink({ href, label, isCurrent, isInside = false, onNavigate }: NavLinkProps) {
  return (
    <Link
      href={href}
      onClick={onNavigate}
      // Dozens of links in sight: what is prefetched is what the pointer is over.
      prefetch={false}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex items-center rounded-control px-2 hover:bg-hover aria-[current=page]:bg-press aria-[current=page]:text-fg",
        isInside
          ? "min-h-6 py-0.5 text-fg-2 text-small max-sm:min-h-10"
          : "min-h-control py-[5px] font-medium text-fg-2 leading-[18px] max-sm:text-prose",
      )}
    >
      {label}
    </Link>
  );
}
