import type { TemplateKnowledge } from "./template.ts";

/** What the shop of the templates tells its customers. */
export const helpCentre: TemplateKnowledge = {
  name: "Help centre (sample)",
  description: "Four short documents of an outdoor shop. Replace them with your own.",
  documents: [
    {
      name: "Warranty policy.md",
      text: `# Warranty policy

## Proof of purchase
Keep the receipt or the order number. Without either we look the order up by email address, which takes one working day longer.

## Zips and closures
Zips on tents and bags are covered for five years from the day of purchase when they fail in normal use. Ask for a photo of the slider and of both stops.

We mail a repair kit first. If the kit does not help within 14 days, we take the product in and pay for the way both ways. Tents of the Halden series have a two-way zip; send kit KIT-ZIP-H3, not KIT-ZIP-1.

## Seams and coatings
Seams are covered for three years. A coating that turns sticky is a storage fault unless it happens within the first two years.

## What is not covered
Burns, dog bites, repairs by others, and wear of tent pegs. Be kind when you say so, and offer the price list for repairs.
`,
    },
    {
      name: "Returns and exchanges.md",
      text: `# Returns and exchanges

## How long
Customers may send anything back within 60 days when it has not been used outdoors. The label in the parcel is free within the European Union.

## Refunds
Refunds go to the card or account the order was paid with, three to five working days after the parcel is back. Without a receipt we give a voucher.

## Exchanges
An exchange for another size is free. The new size leaves the warehouse when the carrier has scanned the old one.
`,
    },
    {
      name: "Delivery.md",
      text: `# Delivery

## How long it takes
Orders before 14:00 leave the same day. Germany and Denmark take two working days, the rest of the European Union three to five, Norway and Switzerland up to eight because of customs.

## Late parcels
A parcel that has not moved for five working days counts as lost. Send a new one at once and open a case with the carrier; the customer need not wait for its end.

## Customs
Outside the European Union the receiver pays duties. We do not know the amount in advance and must not guess it.
`,
    },
    {
      name: "Tone of voice.md",
      text: `# Tone of voice

Write to customers as to a friend who knows less about tents than you do. Short sentences, no jargon, no exclamation marks. Say what happens next and when. Promise nothing that the warranty policy does not promise.
`,
    },
  ],
};
