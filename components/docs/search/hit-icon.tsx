import { BookOpen, Braces, Layers, type LucideIcon, Milestone, Shapes, Webhook } from "lucide-react";
import type { SearchEntry } from "#lib/docs/search-docs.ts";

const icons: Readonly<Record<SearchEntry["kind"], LucideIcon>> = {
  Guide: BookOpen,
  Node: Shapes,
  Expression: Braces,
  API: Webhook,
  Architecture: Layers,
  Decision: Milestone,
};

export function HitIcon({ entry }: { entry: SearchEntry }) {
  const Icon = icons[entry.kind];
  return <Icon aria-hidden className="mt-0.5" />;
}
