/** Leaks that are planted on purpose, each in another way: an oracle that misses one is no proof. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { rot13 } from './decode.ts'
import type { Bytes } from './oracle.ts'

/** A leak, and the answer that holds it. */
export type Plant = { how: string; answer: Bytes }

const page = (inside: string) =>
  `<!doctype html><html><head><title>A page</title></head><body><main><h1>Nothing here</h1>${inside}</main></body></html>`
const html = (inside: string): Bytes => ({
  headers: [['Content-Type', 'text/html; charset=utf-8']],
  body: Buffer.from(page(inside)),
})
const packed = (encoding: string, body: Buffer): Bytes => ({
  headers: [['Content-Encoding', encoding]],
  body,
})
const urlEncoded = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const jsonEscaped = (text: string) =>
  text
    .split('')
    .map((one) => String.raw`\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
const htmlEscaped = (text: string) =>
  text
    .split('')
    .map((one) => `&#x${one.charCodeAt(0).toString(16)};`)
    .join('')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const backwards = (text: string) => text.split('').toReversed().join('')

/** A page in which nothing is planted. */
export const cleanAnswer: Bytes = html(
  '<p>The price is five dollars a month, and <a href="/subscribe?from=%2Farticles%2Fone">here</a> is where to pay it.</p><script>self.__next_f.push([1,"0:{\\"P\\":null}"])</script>',
)

/** Every way to plant a sentinel, whichever of them it is. */
export function plantsOfSentinel(secret: string): Plant[] {
  const half = Math.floor(secret.length / 2)
  const [first, second] = [secret.slice(0, half), secret.slice(half)]
  return [
    {
      how: 'hidden in the document',
      answer: html(`<div hidden style="display:none">${secret}</div>`),
    },
    { how: 'in a comment', answer: html(`<!-- ${secret} -->`) },
    { how: 'in a template', answer: html(`<template><p>${secret}</p></template>`) },
    { how: 'in an attribute', answer: html(`<div data-rest="${secret}"></div>`) },
    { how: 'in capitals', answer: html(secret.toUpperCase()) },
    {
      how: 'in JSON-LD',
      answer: html(`<script type="application/ld+json">{"articleBody":"${secret}"}</script>`),
    },
    {
      how: 'in flight data',
      answer: html(`<script>self.__next_f.push([1,"${jsonEscaped(secret)}"])</script>`),
    },
    {
      how: 'torn between two flight chunks',
      answer: html(
        `<script>self.__next_f.push([1,"a${first}"])</script><script>self.__next_f.push([1,"${second}b"])</script>`,
      ),
    },
    { how: 'torn by mark-up', answer: html(`<p>${first}<wbr>${second}</p>`) },
    { how: 'escaped as HTML', answer: html(htmlEscaped(secret)) },
    { how: 'escaped as HTML, in JSON', answer: html(jsonEscaped(htmlEscaped(secret))) },
    { how: 'escaped as an address', answer: html(`<a href="/x?y=${urlEncoded(secret)}">x</a>`) },
    { how: 'escaped as an address, twice', answer: html(urlEncoded(urlEncoded(secret))) },
    ...[0, 1, 2].map((pad) => ({
      how: `in base64, ${pad} bytes in`,
      answer: html(`<i data-x="${base64(`${'.'.repeat(pad)}${secret} and more`)}"></i>`),
    })),
    { how: 'in base64url', answer: html(Buffer.from(`??>${secret}~~`).toString('base64url')) },
    { how: 'in hex', answer: html(Buffer.from(`>${secret}`).toString('hex')) },
    { how: 'in rot13', answer: html(rot13(secret)) },
    { how: 'backwards', answer: html(backwards(secret)) },
    { how: 'in a header', answer: { headers: [['X-Debug', secret]], body: Buffer.alloc(0) } },
    {
      how: 'in the name of a header',
      answer: { headers: [[`X-${secret}`, '1']], body: Buffer.alloc(0) },
    },
    {
      how: 'in a link header, escaped',
      answer: {
        headers: [['Link', `</${urlEncoded(secret)}>; rel=preload`]],
        body: Buffer.alloc(0),
      },
    },
    { how: 'in gzip', answer: packed('gzip', gzipSync(page(secret))) },
    { how: 'in gzip that no header names', answer: { headers: [], body: gzipSync(page(secret)) } },
    { how: 'in brotli', answer: packed('br', brotliCompressSync(page(secret))) },
    { how: 'in deflate', answer: packed('deflate', deflateSync(page(secret))) },
    {
      how: 'in gzip, then brotli',
      answer: packed('gzip, br', brotliCompressSync(gzipSync(page(secret)))),
    },
    {
      how: 'in two bytes a letter',
      answer: { headers: [], body: Buffer.from(page(secret), 'utf16le') },
    },
  ]
}

/** Every way to plant a sentence that holds no sentinel. */
export function plantsOfSentence(sentence: string): Plant[] {
  const words = sentence.split(' ')
  return [
    { how: 'a sentence', answer: html(`<p>${sentence}</p>`) },
    {
      how: 'a sentence shouted and without commas',
      answer: html(sentence.toUpperCase().replaceAll(',', ' –')),
    },
    {
      how: 'a sentence, each word in an element',
      answer: html(words.map((word) => `<span class="w">${word}</span>`).join('')),
    },
    {
      how: 'a sentence, each word in a flight element',
      answer: html(
        `<script>self.__next_f.push([1,"${words.map((word) => String.raw`[\"$\",\"a\",null,{\"children\":\"${word} \"}],`).join('')}"])</script>`,
      ),
    },
    {
      how: 'a sentence in lines of a table',
      answer: html(`<table>${words.map((word) => `<tr><td>${word}</td></tr>`).join('\n')}</table>`),
    },
    {
      how: 'a sentence in JSON with escapes',
      answer: html(`<script>x = "${jsonEscaped(sentence)}"</script>`),
    },
    { how: 'a sentence in base64', answer: html(base64(`x${sentence}`)) },
    {
      how: 'a sentence as a query',
      answer: html(`<a href="/?t=${encodeURIComponent(sentence).replaceAll('%20', '+')}">x</a>`),
    },
    { how: 'a sentence in rot13', answer: html(rot13(sentence)) },
    { how: 'a sentence backwards', answer: html(backwards(sentence)) },
    { how: 'eight words of a sentence', answer: html(words.slice(3, 11).join(' ')) },
    {
      how: 'a sentence in a header',
      answer: { headers: [['X-Excerpt', encodeURIComponent(sentence)]], body: Buffer.alloc(0) },
    },
    { how: 'a sentence in brotli', answer: packed('br', brotliCompressSync(page(sentence))) },
  ]
}
