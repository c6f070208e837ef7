import { notFound } from "next/navigation";

/** Any other address below `/docs`: the answer stands in the frame of the documentation. */
export default function Page(): never {
  notFound();
}
