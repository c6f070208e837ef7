/** What a new base's settings are tried on until somebody brings a text of their own. */
export const sampleText = `# Warranty

Keep the receipt or the order number. Without either we look the order up by email address, which takes one working day longer.

## Zips and closures

Zips on tents and bags are covered for five years from the day of purchase when they fail in normal use. Ask for a photo of the slider and of both stops.

We mail a repair kit first. If the kit does not help within 14 days, we take the product in and pay for the way both ways.

## Seams and coatings

Seams are covered for three years. A coating that turns sticky is a storage fault unless it happens within the first two years.

## What is not covered

Burns, dog bites, repairs by others, and wear of tent pegs. Be kind when you say so, and offer the price list for repairs.
`;
