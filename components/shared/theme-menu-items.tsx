"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { DropdownMenuLabel, DropdownMenuRadioGroup, DropdownMenuRadioItem } from "#components/ui/dropdown-menu.tsx";
import { chooseTheme, currentTheme, parseTheme } from "./theme.ts";

/** The choice of a theme, as part of a menu. */
export function ThemeMenuItems() {
  const [theme, setTheme] = useState(currentTheme);
  return (
    <DropdownMenuRadioGroup
      value={theme}
      onValueChange={(value) => {
        const next = parseTheme(value);
        chooseTheme(next);
        setTheme(next);
      }}
    >
      <DropdownMenuLabel>Theme</DropdownMenuLabel>
      <DropdownMenuRadioItem value="system" onSelect={(event) => event.preventDefault()}>
        <Monitor aria-hidden />
        System
      </DropdownMenuRadioItem>
      <DropdownMenuRadioItem value="light" onSelect={(event) => event.preventDefault()}>
        <Sun aria-hidden />
        Light
      </DropdownMenuRadioItem>
      <DropdownMenuRadioItem value="dark" onSelect={(event) => event.preventDefault()}>
        <Moon aria-hidden />
        Dark
      </DropdownMenuRadioItem>
    </DropdownMenuRadioGroup>
  );
}
