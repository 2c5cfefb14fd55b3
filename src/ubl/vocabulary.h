#pragma once
// Every element name of the UBL documents that Samkjøp reads, numbered, so that a name is compared
// as an integer. cbc holds the basic components, cac the aggregates.

#include <cstdint>

#include "base/text.h"

// clang-format off
#define SAMKJOP_UBL_CBC(X) \
    X(AccountFormatCode) X(AccountID) X(AccountTypeCode) X(AccountingCost) X(AccountingCostCode) \
    X(ActionCode) X(ActualDeliveryDate) X(ActualDeliveryTime) X(ActualDespatchDate) \
    X(ActualDespatchTime) X(ActualPickupDate) X(ActualPickupTime) X(AdditionalAccountID) \
    X(AdditionalInformation) X(AdditionalMattersDescription) X(AdditionalStreetName) \
    X(AddressFormatCode) X(AddressTypeCode) X(AirFlowPercent) X(AircraftID) X(AliasName) \
    X(AllowanceChargeReason) X(AllowanceChargeReasonCode) X(AllowanceTotalAmount) \
    X(AltitudeMeasure) X(Amount) X(AnimalFoodApprovedIndicator) X(AnimalFoodIndicator) \
    X(AntennaLocus) X(ApplicationDate) X(AtAnchorageIndicator) X(AttributeID) \
    X(BackOrderAllowedIndicator) X(BackorderQuantity) X(BackorderReason) X(BarcodeSymbologyID) \
    X(BaseAmount) X(BaseQuantity) X(BaseUnitMeasure) X(BatchQuantity) X(BestBeforeDate) \
    X(BirthDate) X(BirthplaceName) X(BlockName) X(BrandName) X(BrokerAssignedID) X(BuildingName) \
    X(BuildingNumber) X(BulkCargoIndicator) X(BuriedAtSeaIndicator) X(BuyerReference) X(CV2ID) \
    X(CabotageIndicator) X(CalculationMethodCode) X(CalculationRate) \
    X(CalculationSequenceNumeric) X(CancellationNote) X(CanonicalizationMethod) X(CardChipCode) \
    X(CardTypeCode) X(CargoAndBallastTankConditionDescription) X(CargoTypeCode) \
    X(CarrierAssignedID) X(CarrierServiceInstructions) X(CatalogueIndicator) X(CategoryName) \
    X(CertificateType) X(CertificateTypeCode) X(Channel) X(ChannelCode) X(CharacterSetCode) \
    X(Characteristics) X(ChargeBearerCode) X(ChargeIndicator) X(ChargeTotalAmount) \
    X(ChargeableQuantity) X(ChargeableWeightMeasure) X(ChildConsignmentQuantity) \
    X(ChipApplicationID) X(CityName) X(CitySubdivisionName) X(CommodityCode) X(CompanyID) \
    X(CompanyLegalForm) X(CompanyLegalFormCode) X(CompanyLiquidationStatusCode) \
    X(CompletionIndicator) X(Condition) X(ConditionCode) X(Conditions) X(ConsigneeAssignedID) \
    X(ConsignmentQuantity) X(ConsignorAssignedID) X(ConsolidatableIndicator) \
    X(ConsumerUnitQuantity) X(ContainerizedIndicator) X(Content) X(ContentUnitQuantity) \
    X(ContractSubdivision) X(ContractType) X(ContractTypeCode) X(ContractedCarrierAssignedID) \
    X(CoordinateSystemCode) X(CopyIndicator) X(CorporateRegistrationTypeCode) \
    X(CorporateStockAmount) X(CountrySubentity) X(CountrySubentityCode) \
    X(CourseOverGroundDirection) X(CreditNoteTypeCode) X(CreditedQuantity) X(CrewQuantity) \
    X(CurrencyCode) X(CurrentOperatingSecurityLevelCode) X(CustomerAssignedAccountID) \
    X(CustomerReference) X(CustomizationID) X(CustomsClearanceServiceInstructions) \
    X(CustomsImportClassifiedIndicator) X(CustomsProcedureCode) X(CustomsStatusCode) \
    X(CustomsTariffQuantity) X(DamageRemarks) X(DangerousGoodsApprovedIndicator) \
    X(DataSendingCapability) X(Date) X(DeclaredCustomsValueAmount) \
    X(DeclaredForCarriageValueAmount) X(DeclaredStatisticsValueAmount) X(DeliveredQuantity) \
    X(DeliveryInstructions) X(DemurrageInstructions) X(Department) X(Description) \
    X(DescriptionCode) X(DespatchAdviceTypeCode) X(DiedIndicator) X(DirectionCode) \
    X(DispositionCode) X(DistributionType) X(DistributionTypeCode) X(District) \
    X(DocumentCurrencyCode) X(DocumentDescription) X(DocumentHash) X(DocumentStatusCode) \
    X(DocumentType) X(DocumentTypeCode) X(DueDate) X(DurationMeasure) X(EarliestPickupDate) \
    X(EarliestPickupTime) X(EffectDescription) X(EffectiveDate) X(EffectiveTime) \
    X(ElectronicMail) X(EmbeddedDocument) X(EmbeddedDocumentBinaryObject) \
    X(EmergencyProceduresCode) X(EncodingCode) X(EndDate) X(EndTime) X(EndpointID) \
    X(EnvironmentalEmissionTypeCode) X(EstimatedDeliveryDate) X(EstimatedDeliveryTime) \
    X(EstimatedDespatchDate) X(EstimatedDespatchTime) X(EstimatedGeneratedUntilNextPortMeasure) \
    X(EvacuatedIndicator) X(ExchangeMarketID) X(ExchangeMethodCode) X(ExchangedPercent) \
    X(ExemptionReason) X(ExemptionReasonCode) X(ExpectedAnchorageIndicator) X(ExpiryDate) \
    X(ExpiryTime) X(ExtendedID) X(Extension) X(FamilyName) X(FileName) X(FinancingInstrumentCode) \
    X(FirstName) X(Floor) X(FormatCode) X(ForwarderServiceInstructions) X(FreeOfChargeIndicator) \
    X(FreeOnBoardValueAmount) X(FreightForwarderAssignedID) X(FreightRateClassCode) \
    X(FullnessIndicationCode) X(FullyPaidSharesIndicator) X(FumigatedCargoTransportIndicator) \
    X(GateID) X(GenderCode) X(GeneralCargoIndicator) X(GivenTreatmentDescription) \
    X(GrossMassMeasure) X(GrossTonnageMeasure) X(GrossVolumeMeasure) X(GrossWeightMeasure) \
    X(GuaranteedDespatchDate) X(GuaranteedDespatchTime) X(HandlingCode) X(HandlingInstructions) \
    X(HashAlgorithmMethod) X(HaulageInstructions) X(HazardClassID) X(HazardousCategoryCode) \
    X(HazardousRegulationCode) X(HazardousRiskIndicator) X(HolderName) \
    X(HumanFoodApprovedIndicator) X(HumanFoodIndicator) X(HumidityPercent) X(ID) \
    X(IMOGuidelinesOnBoardIndicator) X(INFShipClassCode) X(ISSCAbsenceReason) X(ISSCExpiryDate) \
    X(IdentificationCode) X(IdentificationID) X(ImportanceCode) X(IndicationIndicator) \
    X(IndustryClassificationCode) X(InfectiousDiseaseCaseOnBoardIndicator) X(Information) \
    X(InformationURI) X(InhalationToxicityZoneCode) X(InhouseMail) X(InspectionMethodCode) \
    X(InstallmentDueDate) X(InstructionID) X(InstructionNote) X(Instructions) \
    X(InsurancePremiumAmount) X(InsuranceValueAmount) X(InvoiceTypeCode) X(InvoicedQuantity) \
    X(InvoicingPartyReference) X(IssueDate) X(IssueNumberID) X(IssueTime) X(IssuerID) \
    X(IssuerScopeID) X(ItemClassificationCode) X(JobTitle) X(JoinedShipDate) X(JourneyID) \
    X(Keyword) X(LanguageID) X(LastDrinkingWaterAnalysisDate) X(LatestDeliveryDate) \
    X(LatestDeliveryTime) X(LatestPickupDate) X(LatestPickupTime) X(LatitudeDegreesMeasure) \
    X(LatitudeDirectionCode) X(LatitudeMinutesMeasure) X(LeadTimeMeasure) X(LegalStatusIndicator) \
    X(LicensePlateID) X(LifeCycleStatusCode) X(Line) X(LineCountNumeric) X(LineExtensionAmount) \
    X(LineID) X(LineStatusCode) X(ListValue) X(LivestockIndicator) X(LoadingLengthMeasure) \
    X(LoadingSequenceID) X(LocaleCode) X(Location) X(LocationID) X(LocationTypeCode) X(Login) \
    X(LogoReferenceID) X(LongitudeDegreesMeasure) X(LongitudeDirectionCode) \
    X(LongitudeMinutesMeasure) X(LossRisk) X(LossRiskResponsibilityCode) X(LotNumberID) \
    X(LowerOrangeHazardPlacardID) X(MMSIRegistrationID) X(ManagementPlanImplementedIndicator) \
    X(ManagementPlanOnBoardIndicator) X(MandateTypeCode) X(ManufactureDate) X(ManufactureTime) \
    X(MaritimePollutantCode) X(MarkAttention) X(MarkAttentionIndicator) X(MarkCare) \
    X(MarkCareIndicator) X(MarkingID) X(MathematicOperatorCode) \
    X(MaxDedicatedStorageCapacityMeasure) X(MaximumBackorderQuantity) X(MaximumCopiesNumeric) \
    X(MaximumMeasure) X(MaximumOrderQuantity) X(MaximumOriginalsNumeric) X(MaximumPaidAmount) \
    X(MaximumPaymentInstructionsNumeric) X(MaximumQuantity) X(MaximumValue) X(Measure) \
    X(MeasureCode) X(MedicalFirstAidGuideCode) X(MedicalPractitionerConsultedIndicator) \
    X(MiddleName) X(MimeCode) X(MinimumBackorderQuantity) X(MinimumMeasure) \
    X(MinimumOrderQuantity) X(MinimumQuantity) X(MinimumValue) X(ModelName) \
    X(ModificationReasonCode) X(ModificationReasonDescription) X(MoreIllThanExpectedIndicator) \
    X(MultiplierFactorNumeric) X(Name) X(NameCode) X(NameSuffix) X(NationalityID) X(NatureCode) \
    X(NatureOfIllnessDescription) X(NavigationStatusCode) X(NetNetWeightMeasure) \
    X(NetTonnageMeasure) X(NetVolumeMeasure) X(NetWeightMeasure) X(NetworkID) \
    X(NoControlActionsReason) X(NominationDate) X(NominationTime) X(Note) X(OccurrenceDate) \
    X(OccurrenceTime) X(OfficialUse) X(OnCarriageIndicator) X(OnsetDate) \
    X(OrderQuantityIncrementNumeric) X(OrderResponseCode) X(OrderTypeCode) X(OrderableIndicator) \
    X(OrderableUnit) X(OrderableUnitFactorRate) X(OrganizationDepartment) X(OtherControlActions) \
    X(OtherName) X(OutstandingQuantity) X(OutstandingReason) X(OversupplyQuantity) \
    X(OwnerTypeCode) X(PackLevelCode) X(PackQuantity) X(PackSizeNumeric) X(PackageLevelCode) \
    X(PackagingType) X(PackagingTypeCode) X(PackingCriteriaCode) X(PackingMaterial) X(PaidAmount) \
    X(PaidDate) X(PaidTime) X(PartecipationPercent) X(PartialDeliveryIndicator) \
    X(PassengerQuantity) X(Password) X(PayableAlternativeAmount) X(PayableAmount) \
    X(PayableRoundingAmount) X(PaymentAlternativeCurrencyCode) X(PaymentChannelCode) \
    X(PaymentCurrencyCode) X(PaymentDueDate) X(PaymentID) X(PaymentMeansCode) X(PaymentMeansID) \
    X(PaymentNote) X(PaymentPercent) X(PaymentPurposeCode) X(PaymentTermsDetailsURI) \
    X(PenaltyAmount) X(PenaltySurchargePercent) X(PerUnitAmount) X(Percent) \
    X(PerformingCarrierAssignedID) X(PlacardEndorsement) X(PlacardNotation) \
    X(PlannedInspectionsDescription) X(PlannedOperationsDescription) X(PlannedWorksDescription) \
    X(PlotIdentification) X(PositionCode) X(PositionInPortID) X(PostalZone) X(Postbox) \
    X(PowerIndicator) X(PreCarriageIndicator) X(PreferenceCriterionCode) X(PrepaidAmount) \
    X(PrepaidIndicator) X(PrepaidPaymentReferenceID) X(PreviousVersionID) X(PriceAmount) \
    X(PriceChangeReason) X(PriceList) X(PriceType) X(PriceTypeCode) X(PricingCurrencyCode) \
    X(PrimaryAccountNumberID) X(PrintQualifier) X(Priority) X(ProductTraceID) \
    X(ProfileExecutionID) X(ProfileID) X(ProgressPercent) X(ProviderTypeCode) X(Purpose) \
    X(PurposeCode) X(PurposeType) X(PurposeTypeCode) X(Quantity) X(QuantityDiscrepancyCode) \
    X(RadioCallSignID) X(RailCarID) X(RateOfTurnMeasure) X(ReasonCode) X(ReceivedDate) \
    X(ReceivedQuantity) X(Reference) X(ReferenceDate) X(ReferenceEventCode) X(ReferenceID) \
    X(ReferenceTime) X(ReferencedConsignmentID) X(ReferencedDocumentInternalAddress) \
    X(RefrigeratedIndicator) X(RefrigerationOnIndicator) X(Region) X(RegistrationDate) \
    X(RegistrationExpirationDate) X(RegistrationID) X(RegistrationName) \
    X(RegistrationNationality) X(RegistrationNationalityID) X(ReinspectionRequiredIndicator) \
    X(RejectActionCode) X(RejectReason) X(RejectReasonCode) X(RejectedQuantity) X(ReleaseID) \
    X(ReliabilityPercent) X(Remarks) X(ReportedToMedicalOfficerIndicator) \
    X(RequestedDespatchDate) X(RequestedDespatchTime) X(RequestedInvoiceCurrencyCode) \
    X(RequiredCustomsID) X(RequiredDeliveryDate) X(RequiredDeliveryTime) X(ResponseCode) \
    X(ResponseDate) X(ResponseTime) X(RetainedOnBoardMeasure) X(ReturnabilityIndicator) \
    X(ReturnableMaterialIndicator) X(ReturnableQuantity) X(RevisionDate) X(RevisionTime) \
    X(RoleCode) X(Room) X(RoundingAmount) X(SSPOnBoardIndicator) \
    X(SSPSecurityMeasuresAppliedIndicator) X(SalesOrderID) X(SalesOrderLineID) X(SalinityMeasure) \
    X(SanitaryMeasureTypeCode) X(SanitaryMeasuresAppliedIndicator) X(SeaHeightMeasure) \
    X(SealIssuerTypeCode) X(SealStatusCode) X(SealingPartyType) X(SecurityLevelCode) \
    X(SegregatedBallastMeasure) X(SequenceID) X(SequenceNumberID) X(SequenceNumeric) X(SerialID) \
    X(ServiceLevelCode) X(ServiceType) X(ServiceTypeCode) X(SettlementDiscountAmount) \
    X(SettlementDiscountPercent) X(ShipConfigurationCode) X(ShipmentStageType) \
    X(ShipmentStageTypeCode) X(ShippingMarks) X(ShippingPriorityLevelCode) X(ShipsRequirements) \
    X(ShortQuantity) X(ShortageActionCode) X(SickAnimalDescription) X(SickAnimalOnBoardIndicator) \
    X(SignatureID) X(SignatureMethod) X(SizeTypeCode) X(SocialMediaTypeCode) \
    X(SoleProprietorshipIndicator) X(SourceCurrencyBaseRate) X(SourceCurrencyCode) \
    X(SpecialInstructions) X(SpecialSecurityIndicator) X(SpecialServiceInstructions) \
    X(SpecialTerms) X(SpecialTransportRequirements) X(SpeedOverGroundMeasure) \
    X(SplitConsignmentIndicator) X(StartDate) X(StartTime) X(StatusCode) X(StatusReason) \
    X(StatusReasonCode) X(StillIllIndicator) X(StillOnBoardIndicator) X(StowawayDescription) \
    X(StowawaysFoundOnBoardIndicator) X(StreetName) X(SubstitutionStatusCode) \
    X(SuccessiveSequenceID) X(SummaryDescription) X(SupplierAssignedAccountID) X(TankID) \
    X(TankTypeCode) X(TanksExchangedQuantity) X(TanksInBallastQuantity) \
    X(TanksNotExchangedQuantity) X(TareWeightMeasure) X(TargetCurrencyBaseRate) \
    X(TargetCurrencyCode) X(TariffClassCode) X(TariffCode) X(TariffDescription) X(TaxAmount) \
    X(TaxCurrencyCode) X(TaxEvidenceIndicator) X(TaxExclusiveAmount) X(TaxExemptionReason) \
    X(TaxExemptionReasonCode) X(TaxIncludedIndicator) X(TaxInclusiveAmount) \
    X(TaxInclusiveLineExtensionAmount) X(TaxLevelCode) X(TaxPointDate) X(TaxTypeCode) \
    X(TaxableAmount) X(TechnicalName) X(Telefax) X(Telephone) X(TestMethod) X(Text) \
    X(ThirdPartyPayerIndicator) X(TierRange) X(TierRatePercent) X(TimezoneOffset) \
    X(TimingComplaint) X(TimingComplaintCode) X(Title) X(ToBeDeliveredMeasure) \
    X(TotalBallastTanksOnBoardQuantity) X(TotalBallastWaterCapacityMeasure) \
    X(TotalBallastWaterOnBoardMeasure) X(TotalDeadPersonQuantity) X(TotalGoodsItemQuantity) \
    X(TotalIllPersonQuantity) X(TotalInvoiceAmount) X(TotalPackageQuantity) \
    X(TotalPackagesQuantity) X(TotalTaxAmount) X(TotalTransportHandlingUnitQuantity) X(TraceID) \
    X(TrackingDeviceCode) X(TrackingID) X(TradeServiceCode) X(TradingRestrictions) X(TrainID) \
    X(TransactionCurrencyTaxAmount) X(TransactionDate) X(TransitDescription) \
    X(TransitDirectionCode) X(TransportAuthorizationCode) X(TransportEmergencyCardCode) \
    X(TransportEquipmentTypeCode) X(TransportEventTypeCode) X(TransportHandlingUnitTypeCode) \
    X(TransportMeansTypeCode) X(TransportModeCode) X(TransportServiceCode) \
    X(TransportationServiceDescription) X(TransportationServiceDetailsURI) \
    X(TunnelRestrictionCode) X(TypeCode) X(UBLVersionID) X(UNDGCode) X(UNPackingGroup) \
    X(UNPackingGroupCode) X(URI) X(UUID) X(UpperOrangeHazardPlacardID) X(ValidISSCIndicator) \
    X(ValidSanitationCertificateOnBoardIndicator) X(ValidateProcess) X(ValidateTool) \
    X(ValidateToolVersion) X(ValidationDate) X(ValidationResultCode) X(ValidationTime) \
    X(ValidatorID) X(ValidityPeriod) X(ValidityStartDate) X(Value) X(ValueAmount) X(ValueMeasure) \
    X(ValueQualifier) X(ValueQuantity) X(VersionID) X(VesselID) X(VesselName) X(VisitDate) \
    X(VolumeMeasure) X(WarrantyInformation) X(WasteTypeCode) X(WebSiteTypeCode) X(WebsiteURI) \
    X(WeekDayCode) X(WeighingDate) X(WeighingDeviceID) X(WeighingDeviceType) \
    X(WeighingMethodCode) X(WeighingTime) X(WithholdingTaxTotalAmount) X(WorkPhase) \
    X(WorkPhaseCode) X(XPath)

#define SAMKJOP_UBL_CAC(X) \
    X(AcceptanceTransportEvent) X(AccessoryRelatedItem) X(AccountingContact) \
    X(AccountingCustomerParty) X(AccountingSupplierParty) X(ActualArrivalTransportEvent) \
    X(ActualDeliveryTransportEvent) X(ActualDepartureTransportEvent) X(ActualPackage) \
    X(ActualPickupTransportEvent) X(ActualWaypointTransportEvent) X(AdditionalDocumentReference) \
    X(AdditionalItemIdentification) X(AdditionalItemProperty) X(AdditionalPortCallPurpose) \
    X(AdditionalSecurityMeasure) X(AdditionalTemperature) X(AdditionalWebSite) X(Address) \
    X(AddressLine) X(AgentParty) X(AirTransport) X(AllowanceCharge) X(AlternativeConditionPrice) \
    X(AlternativeCurrencyPrice) X(AlternativeDeliveryLocation) X(AnticipatedMonetaryTotal) \
    X(ApplicableAddress) X(ApplicableTaxCategory) X(ApplicableTerritoryAddress) \
    X(ApplicableTransportMeans) X(AppliedSecurityMeasure) X(AttachedTransportEquipment) \
    X(Attachment) X(AvailabilityTransportEvent) X(BallastWaterSummary) X(BallastWaterTemperature) \
    X(BillOfLadingHolderParty) X(BillingReference) X(BillingReferenceLine) X(BirthplaceLocation) \
    X(BuyerContact) X(BuyerCustomerParty) X(BuyerProposedSubstituteLineItem) \
    X(BuyersItemIdentification) X(CallForTendersDocumentReference) X(CallForTendersLineReference) \
    X(CardAccount) X(CarrierParty) X(CatalogueDocumentReference) X(CatalogueItemIdentification) \
    X(CatalogueLine) X(CatalogueLineReference) X(CatalogueReference) X(Certificate) \
    X(ChildConsignment) X(CitizenshipCountry) X(ClassifiedTaxCategory) X(Clause) \
    X(CollectPaymentTerms) X(CommodityClassification) X(Communication) \
    X(ComplementaryRelatedItem) X(ComponentRelatedItem) X(Condition) X(ConsigneeParty) \
    X(Consignment) X(ConsignorParty) X(ConsolidatedShipment) X(Contact) X(ContactParty) \
    X(ContainedGoodsItem) X(ContainedInTransportEquipment) X(ContainedPackage) \
    X(ContainingPackage) X(ContainingTransportEquipment) X(Contract) X(ContractDocumentReference) \
    X(ContractorCustomerParty) X(ContractualDelivery) X(CorporateRegistrationScheme) X(Country) \
    X(CreditAccount) X(CreditNoteDocumentReference) X(CreditNoteLine) X(CrewMemberPerson) \
    X(CrewPerson) X(CrewPersonEffect) X(CurrentStatus) X(CustomsAgentParty) X(CustomsDeclaration) \
    X(CustomsExitOfficeLocation) X(CustomsParty) X(DebitNoteDocumentReference) X(Delivery) \
    X(DeliveryAddress) X(DeliveryContact) X(DeliveryCustomerParty) X(DeliveryLocation) \
    X(DeliveryParty) X(DeliveryTerms) X(DeliveryTransportEvent) X(DeliveryUnit) \
    X(DependentLineReference) X(DependentPriceReference) X(Despatch) X(DespatchAddress) \
    X(DespatchContact) X(DespatchDocumentReference) X(DespatchLine) X(DespatchLineReference) \
    X(DespatchLocation) X(DespatchParty) X(DespatchSupplierParty) X(DestinationCountry) \
    X(DestinationPortCall) X(DetentionTransportEvent) X(DigitalSignatureAttachment) X(Dimension) \
    X(DisbursementPaymentTerms) X(DischargeBallastWaterTransaction) X(DischargeTransportEvent) \
    X(DiscrepancyResponse) X(DocumentReference) X(DocumentResponse) X(DriverPerson) \
    X(DropoffTransportEvent) X(EmergencyTemperature) X(EmissionCalculationMethod) \
    X(EnvironmentalEmission) X(EstimatedArrivalTransportEvent) X(EstimatedDeliveryPeriod) \
    X(EstimatedDepartureTransportEvent) X(EstimatedDespatchPeriod) X(EstimatedDurationPeriod) \
    X(EstimatedTransitPeriod) X(ExaminationTransportEvent) X(ExchangeBallastWaterTransaction) \
    X(ExchangeRate) X(ExportCountry) X(ExportationTransportEvent) X(ExporterParty) \
    X(ExternalReference) X(ExtraAllowanceCharge) X(FinalDeliveryParty) \
    X(FinalDeliveryTransportationService) X(FinalDestinationCountry) X(FinancialAccount) \
    X(FinancialInstitution) X(FinancialInstitutionBranch) X(FinancingFinancialAccount) \
    X(FinancingParty) X(FirstArrivalPortLocation) X(FlashpointTemperature) \
    X(FloorSpaceMeasurementDimension) X(ForeignExchangeContract) X(FreightAllowanceCharge) \
    X(FreightChargeLocation) X(FreightForwarderParty) X(GoodsItem) X(GoodsItemContainer) \
    X(HandlingTransportEvent) X(HandlingUnitDespatchLine) X(HaulageTradingTerms) \
    X(HazardousGoodsTransit) X(HazardousItem) X(HazardousItemNotificationParty) \
    X(HeadOfficeParty) X(ISPSRequirements) X(ISSCIssuerParty) X(IdentityDocumentReference) \
    X(ImporterParty) X(InformationContentProviderParty) X(InsuranceParty) \
    X(InvoiceDocumentReference) X(InvoiceLine) X(InvoicePeriod) X(IssuerParty) X(Item) \
    X(ItemComparison) X(ItemInstance) X(ItemPriceExtension) X(ItemPropertyGroup) \
    X(ItemPropertyRange) X(ItemSpecificationDocumentReference) X(JurisdictionRegionAddress) \
    X(KeywordItemProperty) X(Language) X(LastExitPortLocation) X(LegalMonetaryTotal) X(LineItem) \
    X(LineReference) X(LineResponse) X(LineValidityPeriod) X(LoadingLocation) \
    X(LoadingPortLocation) X(LoadingProofParty) X(LoadingTransportEvent) X(Location) \
    X(LocationAddress) X(LocationCoordinate) X(LogisticsOperatorParty) X(LotIdentification) \
    X(MainCarriageShipmentStage) X(MandateDocumentReference) X(ManufacturerParty) \
    X(ManufacturersItemIdentification) X(MaritimeHealthDeclaration) X(MaritimeTransport) \
    X(MaritimeWaste) X(MasterPerson) X(MaximumDeliveryUnit) X(MaximumTemperature) \
    X(MeasurementDimension) X(MeasurementFromLocation) X(MeasurementToLocation) \
    X(MedicalCertificate) X(MinimumDeliveryUnit) X(MinimumTemperature) X(MortgageHolderParty) \
    X(NominationPeriod) X(NotaryParty) X(NotifyParty) X(OccurenceLocation) \
    X(OfficeOfDepartureLocation) X(OfficeOfDestinationLocation) X(OfficeOfEntryLocation) \
    X(OfficeOfExitLocation) X(OfficeOfExportLocation) X(OfficeOfImportLocation) \
    X(OfficeOfSubSequentiallyEntryLocation) X(OnCarriageShipmentStage) X(OperatingParty) \
    X(OptionalTakeoverTransportEvent) X(OrderChangeDocumentReference) X(OrderDocumentReference) \
    X(OrderLine) X(OrderLineReference) X(OrderReference) X(OrderedShipment) X(OriginAddress) \
    X(OriginCountry) X(OriginalDepartureCountry) X(OriginalDespatchParty) \
    X(OriginalDespatchTransportationService) X(OriginalDocumentReference) \
    X(OriginalItemLocationQuantity) X(OriginatorCustomerParty) X(OriginatorDocumentReference) \
    X(OriginatorParty) X(OtherCommunication) X(OwnerParty) X(Package) \
    X(PackagedTransportHandlingUnit) X(PalletSpaceMeasurementDimension) X(Party) \
    X(PartyAuthorization) X(PartyIdentification) X(PartyLegalEntity) X(PartyName) \
    X(PartyTaxScheme) X(PassengerPerson) X(PayeeFinancialAccount) X(PayeeParty) \
    X(PayerFinancialAccount) X(PayerParty) X(PaymentAlternativeExchangeRate) \
    X(PaymentExchangeRate) X(PaymentMandate) X(PaymentMeans) X(PaymentReversalPeriod) \
    X(PaymentTerms) X(PenaltyPeriod) X(PerformingCarrierParty) X(Period) X(Person) \
    X(PersonnelHealthIncident) X(PhysicalAttribute) X(PhysicalLocation) X(Pickup) \
    X(PickupLocation) X(PickupParty) X(PickupTransportEvent) X(PlaceOfReportLocation) \
    X(PlannedArrivalTransportEvent) X(PlannedDeliveryTransportEvent) \
    X(PlannedDepartureTransportEvent) X(PlannedPickupTransportEvent) \
    X(PlannedWaypointTransportEvent) X(PortCallRecord) X(PortFacilityLocation) \
    X(PositionOnBoardStowage) X(PositioningTransportEvent) X(PostalAddress) X(PowerOfAttorney) \
    X(PreCarriageShipmentStage) X(PrepaidPayment) X(PrepaidPaymentTerms) \
    X(PreviousCustomsDeclaration) X(PreviousPriceList) X(Price) X(PriceList) \
    X(PricingExchangeRate) X(PricingReference) X(PrimaryPortCallPurpose) X(ProjectReference) \
    X(PromisedDeliveryPeriod) X(ProviderParty) X(QuarantineTransportEvent) \
    X(QuotationDocumentReference) X(QuotationLineReference) X(RailTransport) X(RangeDimension) \
    X(ReceiptDocumentReference) X(ReceiptLineReference) X(ReceiptTransportEvent) \
    X(ReceivedHandlingUnitReceiptLine) X(ReceiverParty) X(RecipientParty) X(ReferencedContract) \
    X(ReferencedShipment) X(RegistrationAddress) X(RegistryCertificateDocumentReference) \
    X(RegistryPortLocation) X(RemainingWasteDeliveryPortLocation) X(ReminderDocumentReference) \
    X(RemittanceDocumentDistribution) X(ReplacedRelatedItem) X(ReplacementRelatedItem) \
    X(ReportLocation) X(ReportedShipment) X(ReportingPerson) X(RequestedArrivalEvent) \
    X(RequestedArrivalTransportEvent) X(RequestedDeliveryPeriod) \
    X(RequestedDeliveryTransportEvent) X(RequestedDepartureTransportEvent) \
    X(RequestedDespatchPeriod) X(RequestedPickupTransportEvent) \
    X(RequestedWaypointTransportEvent) X(RequiredItemLocationQuantity) X(RequiredRelatedItem) \
    X(ResidenceAddress) X(Response) X(ResponsibleOfficerPerson) X(ResponsibleParty) \
    X(ResponsibleTransportServiceProviderParty) X(ResultOfVerification) X(ReturnAddress) \
    X(RoadTransport) X(SanitaryMeasure) X(ScheduledServiceFrequency) X(SecondaryHazard) \
    X(SecurityMeasure) X(SecurityOfficerPerson) X(SelfBilledCreditNoteDocumentReference) \
    X(SelfBilledInvoiceDocumentReference) X(SellerContact) X(SellerProposedSubstituteLineItem) \
    X(SellerSubstitutedLineItem) X(SellerSupplierParty) X(SellersItemIdentification) \
    X(SenderParty) X(ServiceAllowanceCharge) X(ServiceProviderParty) X(SettlementPeriod) \
    X(ShareholderParty) X(ShipRequirement) X(ShipSanitationControlCertificate) \
    X(ShipSanitationControlExemptionDocumentReference) X(ShipStoreArticle) \
    X(ShipToShipActivityRecord) X(Shipment) X(ShipmentDocumentReference) X(ShipmentStage) \
    X(ShipperParty) X(ShipsSurgeonPerson) X(SignatoryParty) X(Signature) X(SocialMediaProfile) \
    X(SourceCatalogueReference) X(StandardItemIdentification) X(StandardPropertyIdentification) \
    X(StatementDocumentReference) X(Status) X(Storage) X(StorageLocation) \
    X(StorageTransportEvent) X(Stowage) X(SubCreditNoteLine) X(SubDespatchLine) X(SubInvoiceLine) \
    X(SubItemProperty) X(SubLineItem) X(SubStatus) X(SubsidiaryLocation) \
    X(SubstituteCarrierParty) X(SupplierParty) X(SupportedCommodityClassification) \
    X(SupportedTransportEquipment) X(TakeoverTransportEvent) X(TaxCategory) X(TaxExchangeRate) \
    X(TaxRepresentativeParty) X(TaxScheme) X(TaxSubtotal) X(TaxTotal) X(Temperature) \
    X(TerminalOperatorParty) X(TotalCapacityDimension) X(TradeFinancing) X(TradingTerms) \
    X(TransactionConditions) X(TransitCountry) X(TransitPeriod) X(TransportAdvisorParty) \
    X(TransportContract) X(TransportEquipment) X(TransportEquipmentSeal) X(TransportEvent) \
    X(TransportHandlingUnit) X(TransportMeans) X(TransshipPortLocation) X(UnloadingLocation) \
    X(UnloadingPortLocation) X(UnsupportedCommodityClassification) \
    X(UnsupportedTransportEquipment) X(UptakeBallastWaterTransaction) X(UsabilityPeriod) \
    X(ValidityPeriod) X(VerifiedGrossMass) X(VesselDynamics) X(WHOAffectedAreaPortLocation) \
    X(WHOAffectedAreaVisit) X(WarehousingTransportEvent) X(WarrantyParty) \
    X(WarrantyValidityPeriod) X(WebSiteAccess) X(WeighingParty) X(WithholdingTaxTotal) \
    X(WitnessParty) X(WorkOrderDocumentReference) X(WorkPhaseReference)

#define SAMKJOP_UBL_EXT(X) \
    X(ExtensionAgencyID) X(ExtensionAgencyName) X(ExtensionAgencyURI) X(ExtensionContent) \
    X(ExtensionReason) X(ExtensionReasonCode) X(ExtensionURI) X(ExtensionVersionID) \
    X(UBLExtension) X(UBLExtensions)
// clang-format on

namespace samkjop::ubl {

enum class Name : std::uint16_t {
    other,  // any element that is none of these; its spelling is kept in the tree
#define X(name) cbc_##name,
    SAMKJOP_UBL_CBC(X)
#undef X
#define X(name) cac_##name,
        SAMKJOP_UBL_CAC(X)
#undef X
#define X(name) ext_##name,
            SAMKJOP_UBL_EXT(X)
#undef X
                count_
};

namespace cbc {
#define X(name) inline constexpr ubl::Name name = ubl::Name::cbc_##name;
SAMKJOP_UBL_CBC(X)
#undef X
}  // namespace cbc
namespace cac {
#define X(name) inline constexpr Name name = Name::cac_##name;
SAMKJOP_UBL_CAC(X)
#undef X
}  // namespace cac
namespace ext {
#define X(name) inline constexpr Name name = Name::ext_##name;
SAMKJOP_UBL_EXT(X)
#undef X
}  // namespace ext

inline constexpr int kNames = static_cast<int>(Name::count_);

std::string_view spelling(Name name);       // "cbc:ID"
Name name_from(std::string_view spelling);  // "cbc:ID" → cbc::ID; Name::other when unknown

}  // namespace samkjop::ubl
