import { useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";

/** The colours a drawing needs, by the names of their CSS variables. */
export const tones = {
  surface: "--surface",
  bg: "--bg",
  line: "--line-control",
  focus: "--focus",
  text: "--text-2",
  edge: "--edge",
  off: "--edge-off",
  run: "--run",
  ok: "--ok",
  wait: "--wait",
  fail: "--fail",
  idle: "--idle",
  trigger: "--cat-trigger",
  control: "--cat-control",
  data: "--cat-data",
  code: "--cat-code",
  network: "--cat-network",
  ai: "--cat-ai",
  knowledge: "--cat-knowledge",
  messaging: "--cat-messaging",
} as const;
export type Tone = keyof typeof tones;

/** Everything of one colour and one line, in units of the canvas at 100 %. */
export interface Stroke {
  path: Path2D;
  fill?: Tone;
  line?: Tone;
  width: number;
  dash: readonly number[];
}

/** Puts the strokes onto the screen, one over the other. */
function paint(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  colours: Readonly<Record<Tone, string>>,
): void {
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { path, fill, line, width, dash } of strokes) {
    if (fill) {
      context.fillStyle = colours[fill];
      context.fill(path);
    }
    if (line) {
      context.strokeStyle = colours[line];
      context.lineWidth = width;
      context.setLineDash(dash as number[]);
      context.stroke(path);
    }
  }
}

export interface DrawingProps {
  strokes: readonly Stroke[];
  /** Where the drawing's origin lies, in px of the screen, and how large its unit is. */
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
  className?: string;
}

/** Strokes on a canvas of their own, in the colours of the theme. What they show is said elsewhere. */
export function Drawing({ strokes, x, y, zoom, width, height, className }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  const colours = useMemo(coloursNow, [theme]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const dots = window.devicePixelRatio;
    fitTo(context.canvas, width * dots, height * dots);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.setTransform(zoom * dots, 0, 0, zoom * dots, x * dots, y * dots);
    paint(context, strokes, colours);
  }, [strokes, colours, width, height, x, y, zoom]);
  return <canvas ref={canvas} className={className} aria-hidden />;
}

/** Setting a size empties a canvas, and makes it anew. */
function fitTo(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== Math.round(width)) canvas.width = Math.round(width);
  if (canvas.height !== Math.round(height)) canvas.height = Math.round(height);
}

const DARK = "(prefers-color-scheme: dark)";

function followTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const system = window.matchMedia(DARK);
  system.addEventListener("change", onChange);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", onChange);
  };
}

/** Changes with the colours of the page. */
function useTheme(): string {
  return useSyncExternalStore(
    followTheme,
    () => `${document.documentElement.dataset.theme}/${window.matchMedia(DARK).matches}`,
    () => "",
  );
}

/** A canvas knows no variables: an element that has each as its colour tells what it is now. */
function coloursNow(): Readonly<Record<Tone, string>> {
  const probe = document.body.appendChild(document.createElement("i"));
  const colours = Object.fromEntries(
    Object.entries(tones).map(([tone, variable]) => {
      probe.style.color = `var(${variable})`;
      return [tone, getComputedStyle(probe).color];
    }),
  ) as Record<Tone, string>;
  probe.remove();
  return colours;
}
