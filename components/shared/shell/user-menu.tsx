"use client";

import { Ellipsis, LogOut } from "lucide-react";
import { useState } from "react";
import { ThemeMenuItems } from "#components/shared/theme-menu-items.tsx";
import { toast } from "#components/shared/toast.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { Avatar } from "./avatar.tsx";
import type { Member } from "./member.ts";
import { signOut } from "./sign-out.ts";

export function UserMenu({ member }: { member: Member }) {
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    const problem = await signOut();
    if (problem === null) return;
    setLeaving(false);
    toast.error("You are still signed in", { description: problem });
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex h-10 items-center gap-2 rounded-control px-1.5 py-1 text-left hover:bg-hover data-[state=open]:bg-press">
        <Avatar name={member.name} />
        <span className="flex min-w-0 flex-col font-medium text-small leading-4">
          <span className="truncate">{member.name}</span>
          <span className="font-normal text-fg-3 text-micro capitalize leading-[13px]">{member.role}</span>
        </span>
        <Ellipsis aria-hidden className="ml-auto size-3.5 shrink-0 text-fg-3" />
        <span className="sr-only">Account menu</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-[200px]">
        <div className="truncate px-2 pt-1.5 pb-1 text-fg-3 text-micro">{member.email}</div>
        <DropdownMenuSeparator />
        <ThemeMenuItems />
        <DropdownMenuSeparator />
        <DropdownMenuItem
          disabled={leaving}
          onSelect={(event) => {
            event.preventDefault();
            void leave();
          }}
        >
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
