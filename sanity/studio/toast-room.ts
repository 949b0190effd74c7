import { useEffect } from 'react'

/**
 * Keeps the height of the toasts that are shown in the CSS variable `--toasts`, since only CSS can tell where
 * the Studio should become that much shorter: see `styles.ts`.
 */
export function useToastRoom(): void {
  useEffect(() => {
    const toasts = document.querySelector<HTMLElement>('[data-ui="ToastProvider"]')
    if (!toasts) return
    const { style } = document.documentElement
    const observer = new ResizeObserver((entries) => {
      // That is without the padding. It is empty also while the last toast fades.
      const isEmpty = entries.at(-1)?.contentRect.height === 0
      style.setProperty('--toasts', isEmpty ? '0px' : `${toasts.offsetHeight}px`)
      // The latest toast is the last one.
      toasts.scrollTop = toasts.scrollHeight
    })
    observer.observe(toasts)
    return () => observer.disconnect()
  }, [])
}
