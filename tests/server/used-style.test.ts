import { expect, it } from 'vitest'
import { usedStyle } from '#server/front/used-style.ts'

const html = '<p class="Ab3-xYz_text"><b class="Ab3-xYz_bold">'

it.each([
  ['keeps the rules of classes that are on the page', '.Ab3-xYz_text{color:red}', '.Ab3-xYz_text{color:red}'],
  [
    'keeps rules that name no class',
    ':root{--a:1}p>b,a:hover{color:red}',
    ':root{--a:1}p>b,a:hover{color:red}',
  ],
  ['removes the rules of other classes', '.Qq9_Zzz_bar{color:red}p{margin:0}', 'p{margin:0}'],
  [
    'removes an unused selector from a list',
    '.Ab3-xYz_text,.Qq9_Zzz_bar{color:red}',
    '.Ab3-xYz_text{color:red}',
  ],
  ['needs every class of a selector', '.Ab3-xYz_text .Qq9_Zzz_bar{color:red}', ''],
  [
    'ignores classes inside functions such as :not()',
    '.Ab3-xYz_text:not(.Qq9_Zzz_bar):is(.Qq9_Zzz_a,b){color:red}',
    '.Ab3-xYz_text:not(.Qq9_Zzz_bar):is(.Qq9_Zzz_a,b){color:red}',
  ],
  ['removes at-rules that become empty', '@media print{.Qq9_Zzz_bar{color:red}}p{margin:0}', 'p{margin:0}'],
  [
    'keeps fonts, pages and animations',
    '@font-face{font-family:a}@page{margin:0}@keyframes in{from{opacity:0}}@layer base{p{margin:0}}',
    '@font-face{font-family:a}@page{margin:0}@keyframes in{from{opacity:0}}@layer base{p{margin:0}}',
  ],
])('%s', (_, css, expected) => {
  expect(usedStyle(css, html)).toBe(expected)
})
