/** A vector as it is stored: 32-bit floats, little-endian, as every processor that runs this has them. */
export function vectorBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy: what the database driver gives may begin at any byte. */
export function bytesVector(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
