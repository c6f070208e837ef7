import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { Spinner } from "./spinner.tsx";

export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-control border font-medium transition-colors duration-[80ms] disabled:pointer-events-none disabled:border-line disabled:bg-sunken disabled:text-fg-off aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-fg-off [&_svg]:pointer-events-none [&_svg]:-ml-0.5 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        outline:
          "border-line-2 bg-surface text-fg hover:bg-[linear-gradient(var(--hover),var(--hover))] active:bg-[linear-gradient(var(--press),var(--press))] data-[state=open]:bg-[linear-gradient(var(--press),var(--press))] [&_svg]:text-fg-2 disabled:[&_svg]:text-inherit",
        primary: "border-transparent bg-primary text-primary-foreground hover:bg-primary-hover",
        ghost:
          "border-transparent bg-transparent text-fg hover:bg-hover active:bg-press data-[state=open]:bg-press disabled:border-transparent disabled:bg-transparent [&_svg]:text-fg-2 disabled:[&_svg]:text-inherit",
        danger:
          "border-line-2 bg-surface text-fail hover:bg-[linear-gradient(var(--hover),var(--hover))] active:bg-[linear-gradient(var(--press),var(--press))]",
        "danger-solid": "border-transparent bg-fail text-on-fail hover:brightness-95",
        link: "h-auto! border-transparent bg-transparent px-0! text-primary-text underline-offset-2 hover:underline",
      },
      size: {
        sm: "h-control-sm gap-[5px] px-2 text-small max-sm:text-prose",
        md: "h-control gap-1.5 px-2.5 text-small max-sm:px-3.5 max-sm:text-prose",
        lg: "h-control-lg gap-1.5 px-3.5 text-base max-sm:text-prose",
      },
    },
    defaultVariants: { variant: "outline", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Render the child (a link, say) in the looks of a button. */
    asChild?: boolean;
    /** Shows a turning arc and takes no further presses; the button keeps the focus. */
    busy?: boolean;
  };

export function Button({ className, variant, size, asChild, busy, children, onClick, type, ...props }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), busy && "cursor-progress", className);
  if (asChild) {
    return (
      <Slot.Root data-slot="button" className={classes} onClick={onClick} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      data-slot="button"
      type={type ?? "button"}
      aria-busy={busy || undefined}
      className={classes}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {busy ? <Spinner /> : null}
      {children}
    </button>
  );
}
