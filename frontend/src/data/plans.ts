import { answer, api } from "./api"
import { useDocument } from "./documents"

const of = (patient_id: string) => ({ params: { path: { patient_id } } })

export const usePlan = (patientId: string) =>
  useDocument(`plan ${patientId}`, () => answer(api.GET("/api/v1/patients/{patient_id}/plan", of(patientId))))

export const useAppointments = (patientId: string) =>
  useDocument(`appointments ${patientId}`, () =>
    answer(api.GET("/api/v1/patients/{patient_id}/appointments", of(patientId))),
  )

export const useCatalogue = () => useDocument("exercises", () => answer(api.GET("/api/v1/exercises")))
