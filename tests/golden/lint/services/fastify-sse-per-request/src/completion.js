import OpenAI from 'openai';

const openai = new OpenAI();
const MODELS = new Set(['gpt-4o-mini', 'gpt-4o']);

/** The answer to one question, as it comes. The stream belongs to the request. */
export async function completion(request, reply) {
  const { model = 'gpt-4o-mini', messages } = request.body;
  if (!MODELS.has(model)) return reply.code(400).send({ error: 'unknown model' });

  reply.hijack();
  const res = reply.raw;
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });

  const controller = new AbortController();
  request.raw.on('close', () => controller.abort());

  const parts = [];
  try {
    const stream = await openai.chat.completions.create({ model, messages, stream: true }, { signal: controller.signal });
    for await (const chunk of stream) {
      const text = chunk.choices[0]?.delta?.content ?? '';
      parts.push(text);
      res.write(`data: ${JSON.stringify({ text })}\n\n`);
    }
    res.write(`event: end\ndata: ${JSON.stringify({ characters: parts.join('').length })}\n\n`);
  } catch (e) {
    request.log.warn(e);
  } finally {
    res.end();
  }
}
