/** The chunks of a source, with the number of bytes that were read of it. */
export function countedBytes(source: AsyncIterable<Uint8Array>) {
  const read = { bytes: 0 };
  async function* content() {
    for await (const chunk of source) {
      read.bytes += chunk.byteLength;
      yield chunk;
    }
  }
  return { read, content: content() };
}
