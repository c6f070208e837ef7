import type { LucideIcon } from "lucide-react";

/** One line of the palette. */
export interface PaletteCommand {
  id: string;
  /** What happens, in a few words, beginning with a verb where it acts. */
  label: string;
  /** Quieter, behind the label. */
  note?: string;
  icon: LucideIcon;
  /** Further words it is found by. */
  keywords?: readonly string[];
  keys?: readonly string[];
  run(): void;
}

/** Commands under one heading. */
export interface CommandGroup {
  heading: string;
  commands: readonly PaletteCommand[];
}
