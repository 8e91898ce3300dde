import { describe, expect, test } from 'vitest'
import { identity } from '../../publication.ts'
import { readDrawing, toSvgFile, UnsafeDrawing } from './drawing.ts'

const around = (inner: string) => `<svg viewBox="0 0 10 10">${inner}</svg>`

describe('a drawing', () => {
  test('is read as its field and what is in it, whatever an editor writes around it', () => {
    const inner =
      '<title>A weight</title><g fill="var(--red)"><path d="M0 0 L1e1-2z"/></g><circle r="5" fill="url(#a)"/>'
    expect(
      readDrawing(
        `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${inner}</svg>\n`,
      ),
    ).toEqual({ viewBox: '0 0 10 10', inner })
  })

  test.each([
    ['a script', around('<script>alert(1)</script>'), 'element “script”'],
    ['a page in it', around('<foreignObject><b/></foreignObject>'), 'element “foreignObject”'],
    ['another picture', around('<image href="https://x.example/a.png"/>'), 'element “image”'],
    ['a link', around('<a href="javascript:alert(1)"><path d="M0 0"/></a>'), 'element “a”'],
    ['an animation', around('<animate attributeName="href"/>'), 'element “animate”'],
    ['a style sheet', around('<style>@import url(//x.example)</style>'), 'element “style”'],
    ['what runs', around('<path d="M0 0" onload="alert(1)"/>'), 'attribute “onload”'],
    ['what runs, at the root', '<svg viewBox="0 0 1 1" onload="x"></svg>', 'attribute “onload”'],
    ['a style', around('<path style="fill:red"/>'), 'attribute “style”'],
    ['a use', around('<use xlink:href="#a"/>'), 'element “use”'],
    ['an address', around('<path fill="url(https://x.example/#a)"/>'), 'in “fill”'],
    ['an attribute without quotes', around('<path d=M0/>'), 'is no attribute'],
    ['an attribute in single quotes', around("<path d='M0'/>"), 'is no attribute'],
    ['a bracket of its own', around('1 < 2'), 'is no element'],
    ['an element that ends elsewhere', around('<g><path d="M0 0"></g>'), 'is closed where'],
    ['an element that ends never', '<svg viewBox="0 0 1 1"><g></svg>', 'is closed where'],
    ['no field', '<svg><path d="M0 0"/></svg>', 'viewBox'],
    ['text', 'The Leadline', 'viewBox'],
    ['two', around('') + around(''), 'one svg element'],
    ['what stands after it', `${around('')}<svg viewBox="0 0 1 1"/></svg>`, 'closed where'],
  ])('with %s is refused, and says why', (_, svg, why) => {
    expect(() => readDrawing(svg)).toThrow(UnsafeDrawing)
    expect(() => readDrawing(svg)).toThrow(why)
  })

  test('as a file has the colours of a palette, and asks for none', () => {
    const file = toSvgFile(identity.logo.icon, identity.colours.light)
    expect(file).toContain(identity.colours.light.red)
    expect(file).not.toContain('var(')
    expect(() => toSvgFile(around('<path fill="var(--reed)"/>'), identity.colours.light)).toThrow(
      'no colour “reed”',
    )
  })
})
