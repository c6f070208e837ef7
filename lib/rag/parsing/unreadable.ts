/** Why a file cannot be taken in, in words for the person who gave it. */
export class Unreadable extends Error {}
