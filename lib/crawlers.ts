/** What machines may do with what everybody may read: robots.txt and the licence follow. A publisher changes this file. */

/** A word of RSL 1.0 (https://rslstandard.org/rsl, 3.4.1) for something that machines do with a text. */
export type Usage = 'all' | 'ai-all' | 'ai-train' | 'ai-input' | 'ai-index' | 'search'

/**
 * The licence at `/license.xml`. `search`: to be found, with a few words of the text. `ai-index` and `ai-input`: to be
 * looked up for an answer, which has to name and link to the article (`payment`). `ai-train`: to be learned from.
 */
export const licence: {
  permits: readonly Usage[]
  prohibits: readonly Usage[]
  payment: 'free' | 'attribution' | 'contribution'
} = {
  permits: ['search', 'ai-index', 'ai-input'],
  prohibits: ['ai-train'],
  payment: 'attribution',
}

/** A crawler of those who make models, by the name that it looks for in robots.txt. */
export type Crawler = { of: string; may: 'read' | 'not read' }

/**
 * The switches. Whoever may read reads what everybody may; nobody is shown more for their name. Names and purposes are those
 * that their owners document; the first part collects to learn from, the second to answer somebody who asks.
 */
export const crawlers: Record<string, Crawler> = {
  GPTBot: { of: 'OpenAI', may: 'not read' },
  ClaudeBot: { of: 'Anthropic', may: 'not read' },
  'Google-Extended': { of: 'Google', may: 'not read' },
  'Applebot-Extended': { of: 'Apple', may: 'not read' },
  'meta-externalagent': { of: 'Meta', may: 'not read' },
  Amazonbot: { of: 'Amazon', may: 'not read' },
  Bytespider: { of: 'ByteDance', may: 'not read' },
  CCBot: { of: 'Common Crawl', may: 'not read' },
  AI2Bot: { of: 'Allen Institute for AI', may: 'not read' },
  'cohere-training-data-crawler': { of: 'Cohere', may: 'not read' },
  Diffbot: { of: 'Diffbot', may: 'not read' },
  omgili: { of: 'Webz.io', may: 'not read' },
  PanguBot: { of: 'Huawei', may: 'not read' },

  'OAI-SearchBot': { of: 'OpenAI', may: 'read' },
  'ChatGPT-User': { of: 'OpenAI', may: 'read' },
  'Claude-SearchBot': { of: 'Anthropic', may: 'read' },
  'Claude-User': { of: 'Anthropic', may: 'read' },
  PerplexityBot: { of: 'Perplexity', may: 'read' },
  'Perplexity-User': { of: 'Perplexity', may: 'read' },
  DuckAssistBot: { of: 'DuckDuckGo', may: 'read' },
  'MistralAI-User': { of: 'Mistral', may: 'read' },
  'meta-externalfetcher': { of: 'Meta', may: 'read' },
}
