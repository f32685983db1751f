/** One speaker. Made per connection: its fields are not shared. */
export class Session {
  private readonly chunks: Buffer[] = [];
  private words = new Map<string, number>();
  private bytes = 0;

  constructor(private readonly onText: (text: string) => void) {}

  async feed(chunk: Buffer): Promise<void> {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes < 32_000) return;
    const body = Buffer.concat(this.chunks);
    this.chunks.length = 0;
    this.bytes = 0;
    const response = await fetch(process.env.ASR_URL!, { method: 'POST', body });
    const { text } = (await response.json()) as { text: string };
    for (const word of text.split(/\s+/)) this.words.set(word, (this.words.get(word) ?? 0) + 1);
    this.onText(text);
  }

  end(): void {
    this.chunks.length = 0;
    this.words.clear();
  }
}
