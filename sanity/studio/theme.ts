import { hues } from '@sanity/color'
import { buildTheme, type ThemeColorTokenValue } from '@sanity/ui/theme'

/** Also in `components/styles/tokens.css`; a test compares the two. */
export const colours = { paper: '#f6f5f0', darkPaper: '#131412' }

/**
 * Sanity's gray in the hue of the paper. Each step has the same contrast with the paper as Sanity's has with
 * white.
 */
const gray = {
  50: '#eeede6',
  100: '#e7e6df',
  200: '#dddcd6',
  300: '#bab8b2',
  400: '#989791',
  500: '#7a7973',
  600: '#5c5b55',
  700: '#42413c',
  800: '#2e2d28',
  900: '#24231e',
  950: colours.darkPaper,
}

const ink: Record<'enabled' | 'hovered' | 'pressed', { bg: ThemeColorTokenValue }> = {
  enabled: { bg: ['gray/800', 'gray/200'] },
  hovered: { bg: ['gray/900', 'gray/100'] },
  pressed: { bg: ['gray/950', 'gray/50'] },
}

/**
 * The Studio in the manual's colours, light and dark. What is blue in Sanity's theme is ink here, so that
 * colour always means a state (published, draft, invalid).
 */
export const theme = buildTheme({
  palette: { ...hues, gray, blue: gray, white: colours.paper, black: colours.darkPaper },
  color: {
    // A gray from the middle of the scale would not be visible.
    base: {
      '*': { focusRing: ['gray/700', 'gray/300'] },
      // Sanity's lightest red is that of the paper, once they are blended.
      critical: { bg: ['100', '950'] },
    },
    // Buttons that can be pressed are ink. Sanity's gray ones look like those that are disabled.
    button: { default: { default: ink, primary: ink } },
    selectable: { default: { selected: { bg: ['gray/800', 'gray/200'] } } },
  },
})
