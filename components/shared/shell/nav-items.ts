import {
  Activity,
  AlarmClock,
  BookOpen,
  ChartColumn,
  LayoutTemplate,
  Library,
  LockKeyhole,
  type LucideIcon,
  MessageSquare,
  Settings,
  Workflow,
} from "lucide-react";

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
}

/** Only what works: a screen appears here when it exists. */
export const mainNav: readonly NavItem[] = [
  { href: "/workflows", label: "Workflows", icon: Workflow },
  { href: "/runs", label: "Runs", icon: Activity },
  { href: "/chat", label: "Chat", icon: MessageSquare },
  { href: "/schedules", label: "Schedules", icon: AlarmClock },
  { href: "/knowledge", label: "Knowledge", icon: Library },
  { href: "/templates", label: "Templates", icon: LayoutTemplate },
  { href: "/usage", label: "Usage", icon: ChartColumn },
  { href: "/credentials", label: "Credentials", icon: LockKeyhole },
];

export const footNav: readonly NavItem[] = [
  { href: "/docs", label: "Documentation", icon: BookOpen },
  { href: "/settings", label: "Settings", icon: Settings },
];

/** Whether this address lies at or under the entry. */
export function isCurrent(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
