/** The look that menus, selects, context menus and popovers share. */
export const floatingLayer =
  "z-50 min-w-[200px] animate-appear overflow-y-auto rounded-card border border-line-2 bg-raised p-1 text-fg shadow-float outline-none";

export const menuItem =
  "relative flex h-control w-full cursor-default select-none items-center gap-2 rounded-[5px] px-2 text-small outline-none data-[highlighted]:bg-press data-[disabled]:pointer-events-none data-[disabled]:text-fg-off max-sm:text-prose [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-fg-2 data-[disabled]:[&>svg]:text-inherit data-[variant=danger]:text-fail data-[variant=danger]:[&>svg]:text-fail";

export const menuLabel = "px-2 pt-1.5 pb-0.5 font-medium text-fg-3 text-micro";

export const menuSeparator = "-mx-1 my-1 h-px bg-line";
